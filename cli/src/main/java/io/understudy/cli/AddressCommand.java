package io.understudy.cli;

import picocli.CommandLine.Command;

/** {@code understudy address}: a virtual address, by hand. */
@Command(
        name = "address",
        description = {
            "Takes a virtual address on this host, gives it away, or shows whether it is here.",
            "It needs no cluster. A node that is given an address in understudy.yaml moves it by"
                    + " itself."
        },
        subcommands = {
            AddressCommand.Assign.class,
            AddressCommand.Unassign.class,
            AddressCommand.Show.class
        })
final class AddressCommand {

    /** {@code understudy address assign}. */
    @Command(
            name = "assign",
            description = {
                "Takes the address, unless another host answers at it.",
                "One that is here already is told to the neighbours again; its exit status is 0."
            })
    static final class Assign extends AddressWork {
        @Override
        AddressDeed deed() {
            return AddressDeed.ASSIGN;
        }
    }

    /** {@code understudy address unassign}. */
    @Command(
            name = "unassign",
            description =
                    "Gives the address away. One that is not here is done; its exit status is 0.")
    static final class Unassign extends AddressWork {
        @Override
        AddressDeed deed() {
            return AddressDeed.UNASSIGN;
        }
    }

    /** {@code understudy address show}. */
    @Command(name = "show", description = "Says whether the address is on this host.")
    static final class Show extends AddressWork {
        @Override
        AddressDeed deed() {
            return AddressDeed.SHOW;
        }
    }
}
