import { screenplays } from './screenplay.ts'

export const ENERGY_DIALOGUES = screenplays(`
  # why it went up
  title  Why did the advance payment go up? | Higher instalment questioned | Monthly payment now {new_rate} francs
  sum+   {name} asked why the monthly payment rose from {old_rate} to {new_rate} francs; it is the new grid fee.
  sum-   {name} asked why the monthly payment rose from {old_rate} to {new_rate} francs. The agent could not tell.
  data   contact_reason=advance payment; account_number={account}; monthly_amount={new_rate}
  user   Hi, um, I got a letter that my advance payment goes up to {new_rate} francs, and I don't understand why.
       | Hello. Why am I paying {new_rate} a month all of a sudden? The monthly payment was {old_rate} before.
       | Yeah, hi, it's about the instalment. You raised it, and, uh, nobody told me the reason.
       | Good morning, how do you get to {new_rate} francs? We pay in advance every month, and use less than before!
       | So, uh, my instalments went up by a third. Is that a mistake or what?
       | I'd like somebody to explain the new monthly amount to me, please. It's nearly double.
  node   identify
  agent  I can have a look. What is your customer number, please? | For your security, may I have your customer number?
  user   It's {account}. | Uh, {account}. | One moment, it's on the letter... {account}.
  keys?  {pin}
  tool   get_account
  node   billing
  agent  Thank you, {first}. I can see that your monthly payment is {new_rate} francs since the first of this month.
  user   Yes, I know that, but why? It was {old_rate} before. | That's what the letter says. What I'm asking is why.
  rag+   why do advance payments change
  agent+ The grid fee in your town rose by a fifth, and that is spread over your twelve payments.
  user+  Oh. Okay, nobody, um, nobody wrote that. Then leave it. | Ah, the grid fee. Alright, that makes sense.
  agent- I can see the amount on your account, but not how it was calculated.
       | The system shows me only the new amount, I'm sorry.
  user-  But you're the billing line! Who calculated it, then? | You must have some, some reason written down there.
  agent- I understand. I don't have a breakdown of the payment that I could read to you.
  user-? My neighbour got the same letter, you know. It's the whole street. | This is the second time I'm asking this.
  human-? Wants to know why the advance payment was raised
  bye

  # Abschlag gestiegen [de]
  title  Caller asks in German why the Abschlag rose to {new_rate} francs
  sum+   {name} asked in German why the monthly payment rose. The agent explained the grid fee.
  sum-   {name} asked in German why the monthly payment rose from {old_rate} to {new_rate} francs, and got no reason.
  data   contact_reason=advance payment; account_number={account}; monthly_amount={new_rate}
  user   Grüezi, äh, ich hab da einen Brief bekommen, mein Abschlag steigt auf {new_rate} Franken. Wieso denn das?
       | Guten Tag, ich möchte wissen, warum ich jetzt monatlich {new_rate} Franken zahlen soll statt {old_rate}.
       | Ja, hallo, es geht um den neuen Abschlag. Der ist, ähm, viel zu hoch.
  language de The caller speaks German
  node   identify
  agent  Gerne schaue ich nach. Wie lautet Ihre Kundennummer? | Einen Moment bitte. Darf ich Ihre Kundennummer haben?
  user   Das ist die {account}. | Äh, {account}.
  tool   get_account
  node   billing
  agent  Danke. Ihr Abschlag beträgt seit diesem Monat {new_rate} Franken.
  user   Ja, das weiss ich. Ich will ja wissen, warum. | Das steht im Brief. Aber wieso?
  agent+ In Ihrer Gemeinde ist das Netzentgelt gestiegen, das verteilt sich auf zwölf Monate.
  user+  Ach so, das Netzentgelt. Gut, dann weiss ich Bescheid. | Aha. Na gut, danke.
  agent- Leider sehe ich nur den Betrag, nicht die Berechnung dahinter.
  user-  Das kann doch nicht sein. Irgendjemand muss das doch ausgerechnet haben!
       | Dann geben Sie mir bitte einen Menschen.
  human-? Fragt nach dem Grund des höheren Abschlags
  bye

  # acompte plus cher [fr]
  title  Caller asks in French about the higher acompte
  sum+   {name} asked in French why the acompte rose. The agent explained the grid fee.
  sum-   {name} asked in French why the acompte rose from {old_rate} to {new_rate} francs, and got no reason.
  data   contact_reason=advance payment; account_number={account}; monthly_amount={new_rate}
  user   Bonjour, euh, mon acompte est passé à {new_rate} francs, et je ne comprends pas pourquoi.
       | Oui, bonjour. Pourquoi mes mensualités ont-elles augmenté ? C'était {old_rate} francs avant.
  language fr The caller speaks French
  node   identify
  agent  Bien sûr. Quel est votre numéro de client, s'il vous plaît ?
  user   C'est le {account}. | Attendez... {account}.
  tool   get_account
  node   billing
  agent  Merci. Votre acompte est de {new_rate} francs depuis le premier du mois.
  user   Oui, mais pourquoi ? On n'a pas consommé plus. | Ça, je le sais. Je demande la raison.
  agent+ La taxe de réseau a augmenté dans votre commune, elle est répartie sur douze mois.
  user+  Ah, d'accord. Il fallait l'écrire dans la lettre. | Bon, je comprends mieux. Merci.
  agent- Je vois le montant, mais je n'ai pas le détail du calcul.
  user-  Mais enfin, c'est vous la facturation, non ? | Alors passez-moi quelqu'un, s'il vous plaît.
  human-? Demande pourquoi l'acompte a augmenté
  bye

  # meter reading
  title  Meter reading {meter} | Meter reading for {street}
  sum+   {name} gave the meter reading {meter}; it was saved.
  sum-   {name} gave the meter reading {meter}; the system refused it as too low, and it was not saved.
  data   contact_reason=meter reading; account_number={account}; meter_reading={meter}; transfer_wanted=false
  user   Hi, I want to give you my meter reading. | Hello, um, I got a card that says I should read my meter?
  node   identify
  agent  Wonderful. Your customer number first, please.
  user   {account}. | Okay, {account}.
  tool   get_account
  node   meter
  agent  Thank you, {first}. And what does the meter say?
  user   It says, uh, {meter}. | {meter}, and then a comma and a three. | I wrote it down... {meter}.
  tool+  submit_meter_reading
  tool-  submit_meter_reading not_found
  agent+ Saved: {meter} kilowatt hours. | Thank you, {meter} kilowatt hours are on your account now.
  user+  That was quick. | Great, so no one has to come by.
  agent- The system does not accept that, because it is lower than the last reading.
  user-  Well, that's what it says. I'm, I'm standing right in front of it. | Then the last one was wrong!
  agent- I'm sorry, I cannot save a lower value.
  more
  bye

  # moving house
  title  Moving to {street}
  sum+   {name} moves to {street}. The agent ended the old contract and opened the new one.
  sum-   {name} moves to {street}; the new address was not found, and the move was not booked.
  data   contact_reason=moving house; account_number={account}; transfer_wanted=false
  user   Hello, we're moving at the end of the month, and I, um, I need to tell you, right?
       | Hi, I'm moving and want to take my contract with me.
  node   identify
  agent  Yes, I can do that for you. What is your customer number?
  user   {account}. | That's {account}.
  tool   get_account
  node   moving
  agent  And what is the new address?
  user   {street}, second floor. | It's {street}.
  tool+  register_move
  tool-  register_move not_found
  agent+ It's all set. From the first of the month you are supplied at {street}.
  user+  And do I have to read the meter? | Wow, okay. That's it?
  agent+ Please read the old meter on the last day and tell us. That's all.
  agent- I can't find {street} in our area. Could it be another supplier's?
  user-  No, the landlord said it's you. | I don't know. You should know that, no?
  agent- I'm sorry, without the address I can't register the move.
  more
  bye

  # invoice copy
  title  Copy of the last invoice
  sum+   {name} asked for a copy of the last invoice. It was sent to {email}.
  sum-   {name} asked to drop the fee for paper invoices. The agent could not do that.
  data   contact_reason=invoice; account_number={account}; transfer_wanted=false
  user+  Hi, I need the last invoice again, for my taxes. | Hello, um, I can't find my invoice. Could you send it again?
  user-  Hi, you charge me two francs for a paper invoice. I never asked for paper!
       | It's about this, uh, this paper invoice fee.
  node   identify
  agent  Sure. Could you give me your customer number? | Your customer number, please?
  user   {account}. | Yes, it's {account}.
  tool   get_invoice
  node   billing
  agent+ I've sent it to {email}. It can take a few minutes.
  user+  Ah, there it is already. Thanks. | Perfect.
  agent- The fee is part of your contract, and I can't remove it here.
  user-  Who can, then? | But I get them by email! Both!
  agent- You can change to email invoices on our website. I'm sorry that I can't do it for you.
  bye

  # Zählerstand [de]
  title  Meter reading {meter}, in German
  sum+   {name} gave the meter reading {meter} in German; it was saved.
  data   contact_reason=meter reading; account_number={account}; meter_reading={meter}; transfer_wanted=false
  user   Guten Tag, ich wollte, äh, den Zählerstand durchgeben. | Hallo, ich rufe wegen dem Zählerstand an.
  language de The caller speaks German
  agent  Sehr gerne. Ihre Kundennummer, bitte?
  user   {account}. | Moment... {account}.
  tool   get_account
  agent  Danke. Und was zeigt der Zähler an?
  user   Da steht {meter}. | {meter} Kilowattstunden, genau.
  tool   submit_meter_reading
  agent  Ich habe {meter} Kilowattstunden eingetragen. Kann ich sonst noch etwas tun?
  bye

  # déménagement [fr]
  title  Moving to {street}, in French
  sum+   {name} announced a move to {street} in French; it was registered.
  data   contact_reason=moving house; account_number={account}; transfer_wanted=false
  user   Bonjour, je déménage à la fin du mois et, euh, je voudrais garder mon contrat.
       | Bonjour, c'est pour un déménagement.
  language fr The caller speaks French
  agent  Avec plaisir. Quel est votre numéro de client ?
  user   {account}. | C'est le {account}.
  tool   get_account
  agent  Et la nouvelle adresse ?
  user   {street}. | Alors, c'est {street}, au deuxième étage.
  tool   register_move
  agent  C'est noté. Vous serez alimenté dès le premier du mois.
  user   Parfait, c'est allé vite. | Très bien.
  bye

  # more green power
  user   And is it green, um, the electricity? | Do you also have, like, a solar tariff?
  rag    origin of the electricity
  agent  All of it is from water and sun, two thirds from the valley itself.
  user   Nice. | Oh, I like that.
`)
