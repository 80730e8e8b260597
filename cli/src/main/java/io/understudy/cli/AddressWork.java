package io.understudy.cli;

import io.understudy.node.address.AddressKeeper;
import io.understudy.node.address.Linux;
import io.understudy.node.address.Platform;
import io.understudy.node.address.Step;
import io.understudy.node.address.VirtualAddress;
import io.understudy.node.address.Windows;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands about a virtual address have in common. */
abstract class AddressWork implements Callable<Integer> {

    /** Whose commands. */
    enum HostSystem {
        LINUX,
        WINDOWS;

        Platform platform() {
            return this == LINUX ? new Linux() : new Windows();
        }

        static HostSystem own() {
            return System.getProperty("os.name", "").startsWith("Windows") ? WINDOWS : LINUX;
        }
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--ip",
            required = true,
            paramLabel = "ADDRESS",
            description = "IPv4 or IPv6, with its prefix (192.0.2.50/24) or without.")
    private String ip = "";

    @Option(
            names = "--netmask",
            paramLabel = "MASK",
            description = "24 or 255.255.255.0, where --ip has no prefix.")
    private String netmask = "";

    @Option(
            names = "--interface",
            required = true,
            paramLabel = "NAME",
            description = "Such as eth0.")
    private String device = "";

    @Option(
            names = "--dry-run",
            description = "Prints the commands that it would run, and runs none.")
    private boolean dryRun;

    @Option(
            names = "--system",
            paramLabel = "linux|windows",
            description = "Whose commands --dry-run prints (this host's).")
    private @Nullable HostSystem system;

    abstract AddressDeed deed();

    @Override
    public Integer call() throws InterruptedException {
        VirtualAddress address;
        try {
            address = VirtualAddress.parse(ip, netmask, device);
        } catch (IllegalArgumentException e) {
            err().println("understudy: " + e.getMessage());
            return ExitCode.USAGE.status();
        }
        if (system != null && !dryRun) {
            err().println("understudy: --system is for --dry-run alone");
            return ExitCode.USAGE.status();
        }
        AddressKeeper keeper =
                new AddressKeeper(
                        Optional.ofNullable(system).orElseGet(HostSystem::own).platform());
        return dryRun ? print(keeper, address) : act(keeper, address);
    }

    private int print(AddressKeeper keeper, VirtualAddress address) {
        PrintWriter out = spec.commandLine().getOut();
        for (Step step : deed().plan(keeper, address)) {
            out.println(step.line());
        }
        return ExitCode.DONE.status();
    }

    private int act(AddressKeeper keeper, VirtualAddress address) throws InterruptedException {
        AddressDeed.Told told = deed().act(keeper, address);
        boolean well = told.status() == ExitCode.DONE;
        PrintWriter to = well ? spec.commandLine().getOut() : err();
        to.println((well ? "" : "understudy: ") + told.of(address));
        return told.status().status();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
