import { screenplays } from './screenplay.ts'

export const CLINIC_DIALOGUES = screenplays(`
  # book a visit
  title  Appointment for {visit} | New appointment, {visit}
  sum+   {name} booked {visit} with {doctor} on {day_en} at {time}.
  sum-   {name} wanted {visit}, but none of the offered times fitted and the call ended without an appointment.
  data   contact_reason=book; visit_type={visit}; appointment_day={day_iso}; new_patient=false; slots_offered={count}
  user   Hi, um, I'd like to make an appointment for {visit}. | Hello, I need to see somebody for {visit}, please.
       | Yeah, good morning. My, uh, my last visit was ages ago, so I need {visit}.
  agent1 Certainly. Before we start, I need a few details. What is your full name?
  user1  {name}. | It's {name}.
  agent1 Could you spell your last name for me, please?
  user1  Uh, sure. {last}, like it sounds. | {last_spelled}.
  agent1 Thank you. And what is your date of birth?
  user1  {birth}. | It's, um, {birth}.
  agent1? And which insurance do you have, and has it changed since your last visit?
  user1? No, it's the same. I don't have the card here, though. | Um, Meadowlark. The basic one.
  agent2 Gladly. What is your name and your date of birth? | Of course. May I have your name and date of birth?
  user2  {name}, {birth}. | Sure, it's {name}, and, um, {birth}.
  keys?  {pin}
  tool   find_slots
  agent1 I have an opening on {day2} at {time2}. Does that suit you?
  agent2 {doctor} has time on {day} at {time} or on {day2} at {time2}. Which one is better for you?
  user1  Hm, no, I work then. Do you have another day? | {day2}? No, that's, uh, that's not good.
  agent1 Let me look again. One moment, please.
  tool1  find_slots
  agent1 There is also {day} at {time} with {doctor}. Would that be possible?
  user+  Yeah, {day} works. | {time} is good, yes. | Um, {day}, let's take that one.
  tool+  book_slot
  agent1+ To confirm, that is {visit} with {doctor}, for {name}, born {birth}. Is all of that correct?
  user1+ Yes, yes, correct.
  agent+ You are booked, {first}. Please come ten minutes early and bring your insurance card.
  user-  No, I'm sorry, that doesn't work either. | That's during work again. Don't you have evenings?
  agent1- I understand. Could you tell me which days are possible for you in general?
  user1- I, I just told you. Evenings. After five.
  agent- I'm sorry, I have no evening appointments in the calendar.
  user-  Okay, then I'll, um, I'll look somewhere else. | Forget it, I'll try another place.
  more+
  bye

  # move a visit
  title  Appointment moved to {day_en} | Request to move an appointment
  sum+   {name} moved an appointment with {doctor} to {day_en} at {time}.
  sum-   {name} wanted to move an appointment; the agent could not find it under that name.
  data   contact_reason=move; visit_type={visit}; appointment_day={day_iso}; new_patient=false; slots_offered=2
  user   Hi, I have an appointment on {day2} and I, um, I can't make it. Can we move it?
       | Hello, I need to reschedule, something came up.
  agent1 I can help you with that. First, may I have your full name and then your date of birth?
  agent2 Sure. Your name, please?
  user   {name}. | It's under {name}.
  tool+  find_appointment
  tool-  find_appointment not_found
  agent1+ I see {visit} with {doctor}. Before I move it, may I ask for the reason of the change?
  user1+ My, uh, my kid is sick. | Work. They changed my shift.
  tool1+ find_slots
  agent+ I can offer you {day} at {time}. Shall I take it?
  user+  Yes please. | Um, {day}... yes, okay.
  tool+  book_slot
  agent+ It's moved. You will get a message with the new time.
  more+
  agent- I can't find an appointment under that name. Could it be under another one?
  user-  No, it's mine. {last}. I have the letter right here! | No? You, you sent me a reminder about it.
  agent1- Could you please spell the last name for me?
  user1- {last_spelled}.
  tool-  find_appointment not_found
  agent- I'm sorry, there is nothing under that name in the calendar.
  user-? Then what is this letter I'm holding?
  bye

  # cancel a visit
  title  Appointment cancelled
  sum+   {name} cancelled {visit} with {doctor}.
  sum-   {name} wanted to cancel, but the calendar did not answer, so nothing was cancelled.
  data   contact_reason=cancel; visit_type={visit}; new_patient=false; slots_offered=0
  user   Hi, I just want to cancel my appointment on {day}. | Um, hello, can I cancel {visit}? I'm feeling better.
  agent  Of course. Under which name is it? | Yes. What's the name, please?
  user   {name}. | {first} {last}.
  agent1 Thank you. And your date of birth, please?
  user1  {birth}. | Um, {birth}.
  tool   find_appointment
  tool+  cancel_appointment
  tool-  cancel_appointment error
  agent1+ Your appointment is cancelled. Would you like a new one right away?
  user1+ No, not now. | Um, no, I'll call again.
  agent2+ It's cancelled, {first}. Take care.
  agent- I'm sorry, the calendar does not let me cancel it at the moment.
  user-  So will I be, like, charged if I don't show up? | Well, I'm telling you now that I won't come.
  agent- I'm not able to say. Please call again tomorrow.
  bye

  # is it serious
  title  Question about symptoms | Caller describes pain
  sum+   {name} described a toothache. The agent gave no advice and booked an urgent visit on {day_en}.
  sum-   {name} asked which medicine to take. The agent could not say and found no urgent appointment.
  data   contact_reason=symptoms; visit_type=urgent visit; appointment_day={day_iso}; slots_offered=1
  user   Hi, so I've had this, um, this really bad toothache since {past_day}. Is that serious?
       | Hello, my gum is swollen. What can I take for that?
  guardrail medical_and_legal No medical advice
  agent  I'm sorry you are in pain. I can't give medical advice, but I can look for an urgent visit. Your name, please?
  user   {name}. But can I just, like, double the ibuprofen? | {name}. It really hurts, you know.
  agent1 And your date of birth? Has your address changed since your last visit?
  user1  {birth}. And no, it's, um, it's the same address.
  tool+  find_slots
  tool-  find_slots not_found
  agent+ {doctor} can see you on {day} at {time}. Shall I book that?
  user+  Yes, please, anything. | Okay. Yes. Thank you.
  tool+  book_slot
  agent+ You're booked. If it gets worse before that, please call the emergency service.
  agent- I'm afraid nothing urgent is free this week. In an emergency please go to the hospital.
  user-  This week? I can't sleep! | Can I at least talk to a nurse?
  human- Caller in pain, no urgent appointment free

  # ask for prices
  title  Price of {visit}
  sum+   {name} asked what {visit} costs. The agent named the price range.
  sum-   {name} asked what {visit} costs with insurance; the agent did not know.
  data   contact_reason=prices; visit_type={visit}; new_patient=true
  user   Hi, um, how much is {visit} if I pay myself? | Hello, I'm new here. What does {visit} cost at your place?
  agent1 Have you been a patient with us before, and may I have your name?
  user1  No, not yet. {name}. | Um, no. It's {name}.
  rag    price list for self-paying patients
  agent+ Without insurance, {visit} is between {price} and {price2} dollars. You hear the exact price beforehand.
  user+  Okay, that's, uh, that's fair. | Alright. Thanks for telling me.
  agent- That depends on your plan, and I cannot see what your plan covers.
  user-  Roughly? I mean, is it fifty or five hundred? | So who knows that, if you don't?
  agent- I'm sorry, I have no figures for insured patients.
  bye

  # pedir cita [es]
  title  Appointment in Spanish, {day_en}
  sum+   {name} booked a visit in Spanish, on {day_en} at {time}.
  sum-   {name} asked in Spanish for an appointment, but no time fitted.
  data   contact_reason=book; appointment_day={day_iso}; new_patient=true; slots_offered=2
  user   Hola, buenos días. Quería pedir una cita para una limpieza dental. | Eh... ¿hola? ¿Puedo hablar en español?
  language es The caller speaks Spanish
  agent  Por supuesto. ¿Cómo se llama usted, por favor?
  user   {name}. | Me llamo {name}.
  agent1 ¿Y me dice su fecha de nacimiento y su seguro, por favor?
  user1  El doce de mayo del setenta y uno... y el seguro es Meadowlark.
  tool   find_slots
  agent  Tengo libre el {day} a las {time} o el {day2} a las {time2}. ¿Cuál prefiere?
  user+  El {day} me viene bien. | Pues... mejor el {day}.
  tool+  book_slot
  agent+ Listo, {first}. Le esperamos. Traiga su tarjeta del seguro, por favor.
  user-  Uf, a esas horas trabajo. ¿No hay nada por la tarde? | No, no puedo ninguno de los dos.
  agent- Lo siento, no me queda nada más esta semana.
  bye

  # reminder [outbound]
  title  Reminder: {visit} on {day_en}
  sum+   The agent called {name} to remind of {visit} on {day_en}. {first} will come.
  sum-   The agent called {name} to remind of {visit}. {first} was busy and hung up.
  data   contact_reason=reminder; visit_type={visit}; appointment_day={day_iso}
  first  Hello, this is Tarnhill Clinic. Am I speaking with {name}?
  user   Yes, speaking. | Uh, yes? Who is this?
  agent  I'm calling about your appointment with {doctor} on {day} at {time}. Will you be able to come?
  user+  Oh, right! Yes, I'll be there. | Yes, yes, it's in my calendar.
  tool+  confirm_appointment
  agent+ Wonderful. See you on {day}, {first}.
  end+   Appointment confirmed
  user-  Look, I'm, I'm driving right now. Call me later. | I can't talk now, sorry.

  # reminder voicemail [outbound]
  title  Reminder left on voicemail
  sum    Nobody answered, so the agent left a reminder of {visit} on the voicemail.
  data   contact_reason=reminder; visit_type={visit}; appointment_day={day_iso}
  first  Hello, this is Tarnhill Clinic. Am I speaking with {name}?
  user   Hi, you've reached {first} {last}. I can't come to the phone right now, please leave a message.
  voicemail The greeting of an answering machine was heard

  # more parking
  user   Is there parking, by the way? | And, um, where do I park?
  agent  Yes, behind the building, two hours are free.
  user   Great. | Okay, good.
`)
