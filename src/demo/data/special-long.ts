import type { Call } from './call.ts'
import { pick, whole } from './random.ts'
import { screenplays } from './screenplay.ts'
import { type Line, type Variant, writeScript } from './script.ts'

/** Said once in the long call, in its middle. */
export const LONG_CALL_SERIAL = 'QX7-4419-ZEPHYR'

const ROUNDS = 212

const SCENES = screenplays(`
  # opening
  user   Hi, um, my home battery doesn't talk to your app any more. The little gateway box just, uh, it just blinks.
  agent  I'm sorry to hear that. Let's pair the gateway again, step by step. What is your customer number?
  user   It's {account}. And I should say, I'm not, um, I'm not a technical person.
  tool   get_account
  agent  Thank you, {first}. We take it slowly. Please stand in front of the gateway and tell me what you see.

  # round
  agent  Please press the button on port {port} for {secs} seconds, then wait until the light turns {color}.
       | Now unplug the cable from port {port}, count slowly to {secs}, plug it in again, and watch the light.
       | Open the menu with the long key, go to page {port}, choose "pair again", and confirm within {secs} seconds.
       | Hold both keys of row {port} until the display counts down from {secs}, then let go of the left one first.
       | Let us set the channel to {port}. Turn the small dial, wait {secs} seconds, and read me the display.
  user   Okay, uh, hold on... I'm pressing it. It's, um, it's {color} now, I think, and there's a number, {secs}.
       | Alright, done. The light went off, then {color}, and now it's blinking again, like {port} times in a row.
       | Wait, wait. Which one was {port}? The, uh, the one on the left? Okay. Okay, I have it. It says {secs}.
       | I did that. It made a sound, kind of a, um, a click, and now it's {color}.
       | Give me a second, my hands are full... Right. Page {port}, yes. It wants me to wait {secs} seconds.
  agent  Good. Leave it like that, please, I'm reading what the gateway tells us. This can take a moment.
       | Thank you. Please don't touch anything while I ask the gateway, it needs some time to answer us.
  user?  Sure. I'll, uh, I'll get myself a coffee meanwhile. | Okay, I'm not touching anything.
  tool   read_gateway_log
  agent  I see an attempt on channel {port}, but it broke off after {secs} seconds. Let us go on with the next step.
       | The gateway answered this time, then it lost the battery again at step {port}. The light should be {color} now.
       | The log says the window closed after {secs} seconds. That is a bit short, so we will try port {port} next.
       | It shows a handshake on port {port}, but the battery did not confirm it. Let us repeat this with a longer wait.
  user   Hm. Okay. So, um, what's next? | Yes, it's {color}. Same as {secs} minutes ago, to be honest.
       | Fine, let's go on. I've got all day, apparently. | Alright... number {port} again, then?

  # serial
  agent  Let us check whether the gateway is in our list. Could you read me the serial number on its back?
  user   Let me turn it around, it's, um, quite dusty... Okay, serial number ${LONG_CALL_SERIAL}. That's all.
  agent  Thank you. I've noted it, and it is in our list. So the device itself is fine, and we can go on.

  # closing
  agent  The log shows that the battery has confirmed. Does the app show it, too?
  user   Oh! Oh, wait. Yes! It says connected. Two and a half hours, and, and there it is.
  agent  I'm glad that we stayed with it. The gateway keeps this setting, even after a power cut.
  user   Thank you, honestly. You've been, um, very patient. Bye!
  end    The gateway is paired
`)

/** A support marathon: the same few steps again and again, until the gateway is paired. */
export function longCall(call: Call): Call {
  const { random } = call
  const scene = (name: string, slots = call.slots): Line[] => {
    const variant: Variant = { random, slots, outcome: 'success', version: 3, medium: 'phone', scenes: SCENES }
    return writeScript(SCENES.get(name)!, variant)
  }
  const rounds = Array.from({ length: ROUNDS }, () =>
    scene('round', {
      ...call.slots,
      port: String(whole(random, 1, 9)),
      secs: String(whole(random, 5, 45)),
      color: pick(random, ['green', 'amber', 'red', 'white', 'blue']),
    }),
  )
  const middle = ROUNDS / 2
  return {
    ...call,
    scene: 'pair a gateway',
    channel: { source: 'sip_trunk', medium: 'phone', outbound: false },
    lines: [
      { kind: 'first', text: call.agent.firstMessage },
      ...scene('opening'),
      ...rounds.slice(0, middle).flat(),
      ...scene('serial'),
      ...rounds.slice(middle).flat(),
      ...scene('closing'),
    ],
    title: 'Gateway of a home battery paired after a long call',
    summary: `${call.slots.name} could not connect a home battery. After two hundred attempts the gateway was paired.`,
    collected: { contact_reason: 'technical support', account_number: call.slots.account!, transfer_wanted: 'false' },
  }
}
