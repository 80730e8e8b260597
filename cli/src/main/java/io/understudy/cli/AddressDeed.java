package io.understudy.cli;

import io.understudy.node.address.AddressKeeper;
import io.understudy.node.address.AddressKeeper.Result;
import io.understudy.node.address.Platform.Held;
import io.understudy.node.address.Step;
import io.understudy.node.address.VirtualAddress;
import java.util.List;

/** What a person wants done with a virtual address, and how it ended, in words. */
enum AddressDeed {
    ASSIGN {
        @Override
        List<Step> plan(AddressKeeper keeper, VirtualAddress address) {
            return keeper.planToAssign(address);
        }

        @Override
        Told act(AddressKeeper keeper, VirtualAddress address) throws InterruptedException {
            return switch (keeper.assign(address)) {
                case Result.Done() -> new Told(ExitCode.DONE, "%s is on %s now.");
                case Result.AlreadySo() ->
                        new Told(
                                ExitCode.DONE,
                                "%s is on %s already; its neighbours were told again.");
                case Result.HeldElsewhere(var who) ->
                        new Told(
                                ExitCode.REFUSED,
                                "needed %s to be free for %s, found that another host"
                                        + who.map(" (%s)"::formatted).orElse("")
                                        + " answers at it; give it away there first");
                case Result.Failed(String why) -> failed(why);
            };
        }
    },
    UNASSIGN {
        @Override
        List<Step> plan(AddressKeeper keeper, VirtualAddress address) {
            return keeper.planToUnassign(address);
        }

        @Override
        Told act(AddressKeeper keeper, VirtualAddress address) throws InterruptedException {
            return switch (keeper.unassign(address)) {
                case Result.Done() -> new Told(ExitCode.DONE, "%s is no longer on %s.");
                case Result.AlreadySo() -> new Told(ExitCode.DONE, "%s was not on %s.");
                case Result.HeldElsewhere _ ->
                        throw new IllegalStateException("nobody is asked before it is given away");
                case Result.Failed(String why) -> failed(why);
            };
        }
    },
    SHOW {
        @Override
        List<Step> plan(AddressKeeper keeper, VirtualAddress address) {
            return keeper.planToUnassign(address).subList(0, 1);
        }

        @Override
        Told act(AddressKeeper keeper, VirtualAddress address) throws InterruptedException {
            return switch (keeper.look(address)) {
                case Held.Here() -> new Told(ExitCode.DONE, "%s is on %s.");
                case Held.NotHere() -> new Told(ExitCode.DONE, "%s is not on %s.");
                case Held.Asking() ->
                        new Told(
                                ExitCode.DONE,
                                "%s is on %s, which still asks whether another host has it.");
                case Held.InConflict() ->
                        new Told(
                                ExitCode.DONE,
                                "%s is on %s and out of use, since another host has it, too.");
                case Held.Unknown(String why) -> failed(why);
            };
        }
    };

    /**
     * How it ended.
     *
     * @param sentence with two places, for the address and the interface
     */
    record Told(ExitCode status, String sentence) {
        String of(VirtualAddress address) {
            return sentence.formatted(address.ip(), address.device());
        }
    }

    /** The commands that it would run. */
    abstract List<Step> plan(AddressKeeper keeper, VirtualAddress address);

    abstract Told act(AddressKeeper keeper, VirtualAddress address) throws InterruptedException;

    private static Told failed(String why) {
        return new Told(ExitCode.FAILED, why.replace("%", "%%"));
    }
}
