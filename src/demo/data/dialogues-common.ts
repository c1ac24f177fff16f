import { screenplays } from './screenplay.ts'

/** What every agent needs: endings and transfers in each language, asides, callers who hang up at once. */
export const COMMON_DIALOGUES = screenplays(`
  # bye en
  agent+ Is there anything else I can do for you? | Can I help you with anything else?
  user+  No, that's all, thank you. | Nope, that's it. Thanks a lot! | No, um, I'm good. Bye.
  agent+ Thank you, and have a nice day! | You're welcome. Goodbye!
  agent-? Is there anything else I can do for you?
  user-  No. Goodbye. | Well, thanks for nothing. | No, you, you really can't. Bye. | Fine. Whatever. Bye.
  end?   The caller said goodbye

  # bye de
  agent+ Kann ich sonst noch etwas für Sie tun?
  user+  Nein, das war alles. Danke! | Nein, ähm, alles gut. Auf Wiederhören.
  agent+ Gerne. Einen schönen Tag noch!
  user-  Nein. Auf Wiederhören. | Das bringt ja so nichts. Tschüss.
  end?   The caller said goodbye

  # bye fr
  agent+ Puis-je faire autre chose pour vous ?
  user+  Non, c'est tout, merci. | Non, euh, c'est parfait. Au revoir.
  agent+ Merci de votre appel. Bonne journée !
  user-  Non, laissez tomber. | Bon, tant pis. Au revoir.
  end?   The caller said goodbye

  # bye es
  agent+ ¿Le puedo ayudar en algo más?
  user+  No, eso es todo. Gracias. | No, nada más. Muy amable.
  agent+ Gracias por llamar. ¡Que tenga un buen día!
  user-  No, déjelo. | Pues nada, adiós.
  end?   The caller said goodbye

  # bye ja
  agent+ ほかに何かお手伝いできることはございますか。
  user+  いえ、大丈夫です。ありがとうございました。
  agent+ お電話ありがとうございました。失礼いたします。
  user-  もう結構です。失礼します。
  end?   The caller said goodbye

  # human en
  agent  I'm putting you through to a colleague now, please stay on the line.
       | One moment, I'll connect you with a person.

  # human de
  agent  Ich verbinde Sie mit einer Kollegin, einen Moment bitte.

  # human fr
  agent  Je vous passe une collègue, un instant s'il vous plaît.

  # no human en
  agent  I'm sorry, I can't connect you from here. Please call us on the phone for that.
  user   Great. So I have to call again. | Okay... bye.

  # no human de
  agent  Das geht von hier aus leider nicht. Bitte rufen Sie uns dafür an.
  user   Na toll. Wiederhören.

  # no human fr
  agent  Ce n'est pas possible d'ici, je suis désolée. Appelez-nous, s'il vous plaît.
  user   Bon. Au revoir.

  # wrong number
  title  Wrong number | Caller hung up at once
  sum    Somebody called by mistake and hung up.
  data   contact_reason=none
  user   Oh, sorry, wrong number. | Uh, who is this? No, I wanted somebody else. Sorry.

  # silence
  title  Nobody spoke
  sum    Nobody spoke, and the call ended after a while.
  data   contact_reason=none
  user   ...
  agent  Hello? I can't hear you. | Are you still there?
  user   ...

  # aside doorbell
  user   Sorry, one second, the, um, the doorbell. | Hang on, my dog. Just a second.
  agent  Take your time, I'm here. | No problem.
  user   Okay, I'm back. Go on. | So. Where were we?

  # aside machine
  user   By the way, am I, um, am I talking to a machine? | You're not a real person, are you?
  agent  I'm a virtual agent, and I can do most things that a colleague can.
  user   Okay. Just wondering. | Huh. You sound, uh, pretty real.

  # aside recording
  user   Is this call being recorded, actually? | And you're, um, you're recording this?
  agent  Yes, to check the quality. You can object at any time.
  user   No, that's fine. | Alright.

  # aside slower
  user   Could you speak a bit slower, please? | Sorry, that was, uh, a bit fast for me.
  agent  Of course, I will.
`)
