package io.understudy.node.address;

import io.understudy.node.process.RunResult;
import java.util.List;
import java.util.Optional;

/** The commands of one operating system, and what their answers mean. Pure: nothing is run. */
public sealed interface Platform permits Linux, Windows {

    /** Shows the addresses of the interface. */
    Step show(VirtualAddress address);

    /** What {@link #show} said. */
    Held held(VirtualAddress address, RunResult shown);

    /** Asks the network who has the address. Empty where adding it asks by itself. */
    Optional<Step> probe(VirtualAddress address);

    /** What {@link #probe} said. */
    Probed probed(VirtualAddress address, RunResult asked);

    /** Gives the address to the interface. */
    List<Step> add(VirtualAddress address);

    /** Tells the network where the address is now. Empty where the system does so by itself. */
    List<Step> announce(VirtualAddress address);

    /** Takes the address from the interface. */
    Step remove(VirtualAddress address);

    /** Whether this interface has the address. */
    sealed interface Held {
        /** It has it, and uses it. */
        record Here() implements Held {}

        record NotHere() implements Held {}

        /** It has it, and asks whether another has it, too. */
        record Asking() implements Held {}

        /** It has it, and found that another has it, too: so it doesn't use it. */
        record InConflict() implements Held {}

        /**
         * It can't be told.
         *
         * @param why one sentence
         */
        record Unknown(String why) implements Held {}
    }

    /** Whether another host has the address. */
    sealed interface Probed {
        record Free() implements Probed {}

        /**
         * Another answers.
         *
         * @param who its hardware address, where it is known
         */
        record Elsewhere(Optional<String> who) implements Probed {}

        /**
         * It can't be told.
         *
         * @param why one sentence
         */
        record Unknown(String why) implements Probed {}
    }
}
