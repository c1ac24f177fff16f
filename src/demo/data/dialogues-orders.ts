import { screenplays } from './screenplay.ts'

export const ORDER_DIALOGUES = screenplays(`
  # order status
  title  Where is order {order}? | Order {order} has not arrived
  sum+   {name} asked where order {order} ({product}) is. It is with the carrier and due on {day}.
  sum-   {name} asked about order {order} ({product}), late for the second time. The agent had no newer date than {day}.
  data   contact_reason=order status; order_number={order}; order_value={price}; items={count}; refund_requested=false
  user   Hi, um, I ordered something about a week ago and it's still not here. Can you, uh, can you check?
       | Yeah, hello. I'm just wondering where my order is, it was supposed to come on {past_day}.
       | Hi there. So I ordered the {product}, and I haven't heard anything since.
  agent  Of course, I can look that up. What is the order number?
       | Happy to check. Could you read me the order number, please?
  user   Sure, one second... it's {order}. | Uh, let me find the email. Okay, {order}. | {order}, I think. Yes, {order}.
  tool   lookup_order
  agent  Thank you, {first}. Order {order_spoken}, the {product}, left on {past_day} and should reach you on {day}.
       | I found it. The {product} went to the carrier on {past_day}, and delivery is planned for {day}.
  user+  Oh, okay, {day} is fine, I'm home then. | Ah, good. I was worried it got lost or something.
  agent+? You will get a text message on the morning of the delivery.
       | The driver rings once, and leaves it with a neighbour if nobody opens.
  user-  No, no, that's what you people told me last time. It was supposed to come on {past_day}!
       | That can't be right. I was told {past_day}, and I, I took a day off for it.
  agent- I am sorry about that. The tracking says {day}, and I have no newer information than that.
  user-  So you can't, like, call them or anything? | And who can tell me, then?
  agent- I'm afraid I cannot reach the carrier from here. All I can see is the planned date.
  more
  bye

  # lookup down
  title  Order {order} could not be looked up | System did not answer for order {order}
  sum+   The order system did not answer at first. After another try the agent found order {order}, due on {day}.
  sum-   {name} asked about order {order}. The order system did not answer, twice, and the caller got no answer.
  data   contact_reason=order status; order_number={order}; refund_requested=false
  user   Hello, I'd like to know when my {product} is coming, please.
       | Hi, um, it's about an order. Can you see where it is?
       | Yeah, hi. Where's my order? It says, uh, processing, for like five days now.
  agent  I will check that right away. What is your order number? | Let me look. Which order number do you have?
  user   It's {order}. | Okay so, that's {order}. | Uh, {order}.
  tool   lookup_order timeout
  agent  I'm sorry, this is taking longer than usual. Let me try that once more.
       | Our order system is slow at the moment. One more try, please stay on the line.
  user   Hello? Are you still there? | Okay... I'll wait.
  tool-  lookup_order timeout
  tool+  lookup_order
  agent+ There we are. Order {order_spoken} is on its way and should be with you on {day}.
  user+  Finally. Okay, {day}, got it. Thank you.
  agent- I'm afraid the order system is not answering, so I cannot see your order right now.
       | I still get no answer from our order system. I can't tell you where the {product} is.
  user-  Seriously? I called yesterday and, um, it was the same thing. | That's, I mean, what am I supposed to do now?
  agent- I apologise. Please try again later today, or write to us. Your order is not lost, I just cannot see it.
  user-? So nobody can help me. Great. | I've been on hold for a minute for nothing, then.
  human-? The order system is down and the caller needs an answer
  bye

  # return goods
  title  Return of the {product} | Return label for order {order}
  sum+   {name} wanted to return the {product} of order {order}. The label went to {email}.
  sum-   {name} wanted to return the {product} after the return window had closed. The agent declined.
  data   contact_reason=return; order_number={order}; order_value={price}; items=1; refund_requested=true
  user   Hi. I'd like to send something back, it's, um, the colour isn't what I expected.
       | Hello, how do I return a {product}?
       | Yeah, I got the {product} last week and it doesn't fit on my shelf, so I want to return it.
  rag?   how to return an item
  agent  No problem. May I have the order number, please? | I can help with that. What's the number of the order?
  user   {order}. | It's on the slip, wait... {order}. | Order {order}.
  tool   lookup_order
  agent  And is the {product} unused and in its box? | Thank you. Has it been used, and do you still have the packaging?
  user+  Yes, it's all still in the box. | Um, opened, but not used, no.
  tool+  create_return
  agent+ Your return is open. The label is on its way to {email}, and the {price} dollars come back within five days.
  user+  Perfect, that was easy. | Okay. And, uh, I just drop it at any post office?
  agent+? Yes, any post office or pickup shop takes it, and you need no printer: the code on your phone is enough.
  user-  Well, I used it for a few weeks, but it's, uh, it's just not good. | I think I bought it in spring or so. Why?
  tool-? create_return not_found
  agent- I'm sorry, the thirty days for this order have passed, so I cannot open a return for it.
  user-  That's ridiculous. It's a {price} dollar {product}!
       | Can't you make an exception? I've been a customer for years.
  agent- I understand, but the return window is fixed and I have no way around it.
  more
  bye

  # change address
  title  New address for order {order}
  sum+   {name} had typed the wrong street for order {order}. The agent changed it to {street} before it was shipped.
  sum-   {name} wanted another address for order {order}, but it had already left the warehouse.
  data   contact_reason=change of address; order_number={order}; items={count}; refund_requested=false
  user   Hey, I, uh, I think I put in my old address on an order. Can you change it?
       | Hi, I need to change the address on my order {order}, please.
  agent  Let me see if it's still here. Could you confirm the order number?
       | If it hasn't been shipped, yes. What's the number?
  user   {order}. | That would be {order}.
  tool   lookup_order
  agent+ It is still in the warehouse. What is the right address?
  user+  It's {street}. | {street}, same city.
  tool+  update_order
  agent+ Done. Order {order_spoken} now goes to {street}.
  agent- I'm sorry, {first}, it was handed over to the carrier this morning, so I cannot change the address any more.
  user-  But I don't live there! It'll be, um, it'll be left at a stranger's door.
       | Oh no. And there's nothing you can do?
  agent- Please ask the carrier to redirect it, with the number in your shipping email.
  user-? Which number? I've got, like, three numbers in here.
  more
  bye

  # product question
  title  Question about the {product}
  sum+   {name} asked whether the {product} is in stock. The agent named price and delivery time.
  sum-   {name} asked for a spare part of the {product}; the agent found nothing in the catalogue.
  data   contact_reason=product question; order_value={price}
  user+  Hi, do you have the {product} in, uh, in a darker colour? | Hello, is the {product} still available?
  user-  Hi, I need a spare part for the {product}, the, um, the little metal thing at the bottom.
  tool+  search_products
  tool-  search_products not_found
  agent+ We have it in walnut and in slate grey, for {price} dollars, and both ship within three days.
  user+  And does it come assembled? | Nice. Could you, um, send me a link?
  rag+   assembly of furniture and lamps
  agent+ It comes in two parts that click together, no tools needed. I am sending the page to {email}.
  agent- I can't find any spare parts for the {product} in our catalogue, I'm sorry.
  user-  You don't sell parts? So I have to buy a whole new one? | Hm. That's a shame.
  agent- I only see complete items here.
  bye

  # damaged item [chat]
  title  {product} arrived damaged | Photo of a broken {product}
  sum+   The customer sent a photo of a broken {product}. The agent refunded order {order}.
  sum-   The customer sent a photo of a broken {product}, but the refund could not be booked.
  data   contact_reason=damaged item; order_number={order}; order_value={price}; items=1; refund_requested=true
  first  Hi, this is Robin of Fennick and Lowe. What can I do for you?
  user   my {product} arrived broken :( order {order} | hi, the {product} has a crack. order {order}
  agent  I'm sorry to hear that. Could you send a photo of the damage?
  file   damage.jpg image/jpeg
  user   here you go | you can see it on the left side
  tool   lookup_order
  agent  Thank you, I can see it. Would you like your money back or a new {product}?
  user   money back please | refund
  tool+  refund_order
  tool-  refund_order error
  agent+ Done: {price} dollars go back to your card within three days. You can keep the {product}.
  user+  wow ok, thanks
  agent- The payment system refused the refund, I'm sorry. A colleague will have to look at it.
  user-  when?? | so I just wait?
  agent- I can't give you a time for that.

  # order with the carrier
  title  Order {order} handed to parcel tracking
  sum+   {name} asked where a parcel is. The agent passed the call on, and tracking found parcel {parcel}.
  data   contact_reason=parcel tracking; order_number={order}; items={count}; refund_requested=false
  user   Hi, my order {order} says shipped, but, um, where is it exactly?
       | Hello, I need the exact position of the parcel of order {order}.
  tool   lookup_order
  agent  It is with Quillmoor, parcel {parcel}. I'm putting you through to their tracking agent.
  handover parcels The caller needs the position of a parcel
  agent  Hello {first}, this is Quillmoor tracking. Let me find parcel {parcel}.
  tool   track_parcel
  agent  It reached the depot in {place} this morning and goes out on {day}.
  user   Okay, great. That's all I wanted to know. | Ah, {place}, that's close. Good.
  bye

  # estado del pedido [es]
  title  Order {order}: caller asks in Spanish
  sum+   {name} asked in Spanish for order {order}. The agent said it arrives on {day_en}.
  sum-   {name} asked in Spanish for order {order}, which is late. The agent had no new date.
  data   contact_reason=order status; order_number={order}; refund_requested=false
  user   Hola, eh... ¿habla español? Es por un pedido que no me ha llegado.
       | Buenas, ¿me puede atender en español, por favor?
  language es The caller speaks Spanish
  agent  Claro que sí. ¿Me dice el número de pedido, por favor?
  user   Sí, a ver... es el {order}. | El número es {order}.
  tool   lookup_order
  agent+ Gracias, {first}. Su pedido salió del almacén y llega el {day}.
  user+  Ah, perfecto, el {day} estoy en casa. | Vale, muchas gracias.
  agent- Lo siento, el pedido sigue en camino y no tengo una fecha nueva.
  user-  Pero si llevo dos semanas esperando... esto no puede ser.
  agent- Lo entiendo, pero desde aquí no puedo hacer nada más.
  bye

  # more invoice
  user   Oh, and, um, could I get the invoice again? | One more thing, I never got an invoice.
  tool   send_invoice
  agent  I have just sent the invoice to {email}.
  user   Okay, got it. Thanks. | Great, thank you.

  # more opening hours
  user   Do you also have a shop, like, a real one? | Can I come by somewhere and look at the {product2}?
  rag    showroom opening hours
  agent  Our showroom is open from Tuesday to Saturday, ten to six.
  user   Alright, maybe I'll come by on {day2}. | Good to know.
`)
