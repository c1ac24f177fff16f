import { screenplays } from './screenplay.ts'

export const PARCEL_DIALOGUES = screenplays(`
  # track a parcel
  title  Where is parcel {parcel}? | Parcel {parcel} tracked
  sum+   {name} asked where parcel {parcel} is. It is in {place} and comes on {day}.
  sum-   {name} asked where parcel {parcel} is. It has not moved since {past_day}, and the agent could not say why.
  data   contact_reason=tracking; parcel_number={parcel}; delivery_attempts=0; parcel_weight_kg={weight}
  user   Hi, can you tell me where my parcel is, please?
       | Hello, I'm, um, I'm waiting for a parcel and the website shows nothing.
       | Yeah, I was home all day and nobody came with my parcel.
  agent  Sure. What's the parcel number? | I'll find it. Could you read me the number on the card or in the message?
  user   It's {parcel}. | Uh, {parcel}. | Okay, it's a long one... {parcel}.
  tool   track_parcel
  agent+ It's in {place}, and the van brings it on {day}. | Found it: it left {place} last night and comes on {day}.
  user+  Okay, so tomorrow or so. Good. | Between when and when?
  agent+? Between {time} and two hours later. You can follow the van on our map.
       | It needs no signature, so you don't have to be home.
  agent- The last scan was in {place} on {past_day}. Since then there is nothing.
  user-  And what does that mean? Is it lost? | It's been there since {past_day}! I can see that myself.
  agent- I'm sorry, I only see the scans. I don't know why it has not moved.
  user-  So what do I do now? | It's, it's medicine for my dog, I really need it.
  agent- Please wait until {day}. If it is not there by then, call again.
  bye

  # new delivery
  title+ New delivery of {parcel} on {day}
  title- Parcel {parcel} goes back to the sender
  sum+   {name} missed parcel {parcel}. The agent booked a new delivery on {day}.
  sum-   {name} missed parcel {parcel}. It already goes back to the sender.
  data+  contact_reason=redelivery; parcel_number={parcel}; delivery_attempts={count}; redelivery_booked=true
  data-  contact_reason=redelivery; parcel_number={parcel}; delivery_attempts=3; redelivery_booked=false
  user   Hi, I missed you yesterday, there's a, um, a card on my door.
       | Hello, can you bring my parcel again? I wasn't home.
  agent  Of course. What is the number on the card?
  user   {parcel}. | It's, hold on, {parcel}.
  tool   track_parcel
  agent+ I can send it again on {day} or on {day2}. Which day suits you?
  user+  {day}, please. | Um, {day}. Can you leave it with my neighbour?
  tool+  book_redelivery
  agent+ Booked for {day}. The van comes between eight and noon.
  user+? Could you say that again? The line is, um, a bit bad.
  agent+? Of course. {day}, between eight and noon.
  agent- There were three attempts, so it is on its way back to the sender.
  user-  Three? There was one! I'm home every day. | No, no, no. You never rang the bell.
  agent- I'm sorry. I can't stop a parcel that is on its way back.
  user-  I want to speak to a person. | That's unbelievable, honestly.
  human-? Parcel goes back after attempts the caller denies
  bye

  # pickup shop
  title  Parcel {parcel} to a pickup shop
  sum+   {name} had parcel {parcel} sent to the pickup shop {shop}.
  sum-   {name} wanted a pickup shop for parcel {parcel}, but it is too heavy for shops.
  data   contact_reason=pickup shop; parcel_number={parcel}; delivery_attempts=1; parcel_weight_kg={weight}
  user   Hi, can I pick up my parcel somewhere instead? | Hello, I'm not home this week. Can it go to a shop?
  agent  Yes, to most of our shops. Which parcel is it?
  user   {parcel}. | It's parcel {parcel}.
  tool   track_parcel
  tool+  open_shop_map
  agent+ The nearest one is {shop}, open until eight. Shall I send it there?
  user+  Yes, that's around the corner. | Um, yes, that's great.
  tool+  redirect_parcel
  agent+ Done. It's there from {day}, and you need an ID to collect it.
  tool-  open_shop_map thrown
  agent- It weighs {weight} kilograms, which is too heavy for our shops, I'm sorry.
  user-  It's one lamp! | So I have to stay home for it?
  agent- I'm afraid so.
  bye

  # lost parcel
  title  Parcel {parcel} seems lost
  sum+   {name} reported parcel {parcel} missing. The agent opened a search, number in the message.
  sum-   {name} reported parcel {parcel} missing for the second time; no search could be opened.
  data   contact_reason=lost parcel; parcel_number={parcel}; delivery_attempts=0; parcel_weight_kg={weight}
  user   It says delivered, but, um, I didn't get anything.
       | Hello, your app says it was handed to a neighbour, but nobody has it.
  agent  Let me check the proof of delivery. What's the number?
  user   {parcel}. | That's {parcel}.
  tool+  track_parcel
  tool-  track_parcel not_found
  agent+ I see a scan on {past_day}, but no signature. I'm opening a search for it.
  tool+  open_search
  agent+ The search is open. You will hear from us by {day}.
  user+  Okay. Thank you for, um, for taking care of it. | Alright, I'll wait until {day}.
  agent- I can't find a parcel with that number.
  user-  I'm reading it from your own email! | Then check again, please. {parcel}.
  tool-  track_parcel not_found
  agent- I'm sorry, there is no such number in our system.
  user-  This is a joke. I want my money back. | Give me somebody who can actually help.
  human-? Parcel marked as delivered is missing
  bye

  # card photo [chat]
  title  Photo of a delivery card
  sum+   The customer sent a photo of the delivery card; the agent booked a new delivery of {parcel}.
  data   contact_reason=redelivery; parcel_number={parcel}; delivery_attempts=1; redelivery_booked=true
  user   hi, I got this card but can't read the number
  file   card.png image/png
  agent  Thank you, I can read it: {parcel}. When shall we bring it?
  user   {day} please
  tool   book_redelivery
  agent  Booked for {day}, between eight and noon.
  user   perfect thx

  # 荷物の追跡 [ja]
  title  Parcel {parcel}, asked in Japanese
  sum+   {name} asked in Japanese where parcel {parcel} is. It comes on {day_en}.
  sum-   {name} asked in Japanese where parcel {parcel} is; there was no news of it.
  data   contact_reason=tracking; parcel_number={parcel}; delivery_attempts=0
  user   もしもし、あの、日本語でも大丈夫ですか。荷物がまだ届かないんですが。 | すみません、荷物の場所を知りたいんですけど、日本語でお願いできますか。
  language ja The caller speaks Japanese
  agent  はい、日本語で承ります。お荷物の番号をお願いいたします。
  user   えっと、{parcel}です。 | 番号は{parcel}です。
  tool   track_parcel
  agent+ {last}様、お荷物は現在配送センターにございまして、{day}にお届けする予定です。
  user+  {day}ですね。わかりました。 | ああ、よかった。安心しました。
  agent- 申し訳ございません。{past_day}から動きがなく、理由はこちらではわかりかねます。
  user-  それは困ります。いつ届くのか、はっきり教えてください。 | もう一週間も待っているんですけど。
  agent- 大変申し訳ございませんが、もう少しお待ちいただけますでしょうか。
  bye
`)

/** The archived agent knows addresses and hours, and no parcel. */
export const DEPOT_DIALOGUES = screenplays(`
  # depot hours
  title  Opening hours of the {place} depot
  sum+   {name} asked when the {place} depot is open and got the hours.
  sum-   {name} asked whether the {place} depot is open on a holiday; the agent did not know.
  data   contact_reason=opening hours; depot={place}
  user   Hi, when is the depot in {place} open? | Hello, um, how long can I collect a parcel in {place}?
  agent+ The depot in {place} is open from eight to six, and on Saturday until noon.
  user+  And do I need to bring something? | Saturday, great.
  agent+ Please bring the card and an ID.
  agent- The depot in {place} is open from eight to six.
  user-  Also on the holiday? | And next Monday, that's a, uh, a bank holiday?
  agent- I have no information about holidays.
  user-  Okay, not very helpful. | So I drive there and hope, or what?
  bye

  # depot parcel
  title  Parcel {parcel} asked at the depot line
  sum+   {name} asked for parcel {parcel}; the agent gave the address of the depot, and that was enough.
  sum-   {name} asked for parcel {parcel}; the depot line could not track it.
  data   contact_reason=tracking; depot={place}
  user   Hi, is my parcel {parcel} with you in {place}? | Can you see if my, um, my parcel is at the depot? {parcel}.
  agent  I can't look into parcels, but I can tell you where the depot in {place} is.
  user+  Oh, okay, then the address, please. | Sure, I'll just go there.
  agent+ It's {street}, right behind the station.
  user-  I know where it is. I want to know if the parcel's there! | Then what are you for?
  agent- I'm sorry, I only know addresses and opening hours.
  user-? Is there anyone else I can call? | Hello? Can I talk to a human?
  agent-? I have no other number that I could give you.
  bye
`)
