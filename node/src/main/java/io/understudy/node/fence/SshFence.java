package io.understudy.node.fence;

import io.understudy.core.action.Outcome;
import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import io.understudy.node.process.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code understudy fence-self} on the node's host, by the OpenSSH client. It never asks for a
 * password, takes no key of an agent and no host that it does not know, and reads no configuration
 * of the user's.
 */
final class SshFence implements FenceMethod {

    /** What the client itself ends with when it could not connect or log in. */
    private static final int NOT_CONNECTED = 255;

    private static final int NO = 3;

    private final FenceSettings.Ssh settings;
    private final ProgramRunner runner;

    SshFence(FenceSettings.Ssh settings, ProgramRunner runner) {
        this.settings = settings;
        this.runner = runner;
    }

    @Override
    public Outcome fence(Target target) throws InterruptedException {
        return run(target, settings.deadline(), "", Receipt.of(target.node(), target.epoch()));
    }

    @Override
    public Outcome prove(Target target) throws InterruptedException {
        return run(
                target, TestTime.of(settings.deadline()), " --test", Receipt.ofTest(target.node()));
    }

    private Outcome run(Target target, Duration deadline, String more, String wanted)
            throws InterruptedException {
        String remote =
                "%s --home %s fence-self --epoch %s%s"
                        .formatted(settings.program(), settings.home(), target.epoch(), more);
        RunResult result = runner.run(program(target, remote), deadline);
        return switch (result) {
            case RunResult.Exited(int status, String output, String errors) when status == 0 ->
                    output.lines().anyMatch(wanted::equals)
                            ? new Outcome.Done()
                            : new Outcome.Failed(
                                    "needed the line '%s' of %s, found '%s'; see that this is the host of %s and runs this version"
                                            .formatted(
                                                    wanted,
                                                    target.address(),
                                                    Words.last(output, errors),
                                                    target.node()));
            case RunResult.Exited(int status, String output, String errors) when status == NO ->
                    new Outcome.Refused(Words.last(errors, output));
            case RunResult.Exited(int status, var _, String errors) when status == NOT_CONNECTED ->
                    new Outcome.Failed(Words.last(errors));
            case RunResult.Exited(int status, String output, String errors) ->
                    new Outcome.Failed(
                            "exit status %d: %s".formatted(status, Words.last(errors, output)));
            case RunResult.TimedOut _ -> new Outcome.Unknown(CommandFence.late(deadline));
            case RunResult.NotStarted(String why) -> new Outcome.Failed(why);
        };
    }

    private Program program(Target target, String remote) {
        FenceSettings.Login login = settings.login();
        List<String> command = new ArrayList<>(List.of("ssh", "-F", "none", "-T", "-n", "-x"));
        for (String option :
                List.of(
                        "BatchMode=yes",
                        "PreferredAuthentications=publickey",
                        "IdentitiesOnly=yes",
                        "IdentityAgent=none",
                        "StrictHostKeyChecking=yes",
                        "UserKnownHostsFile=" + login.knownHosts(),
                        "GlobalKnownHostsFile=/dev/null",
                        "UpdateHostKeys=no",
                        "ClearAllForwardings=yes",
                        "ForwardAgent=no",
                        "PermitLocalCommand=no",
                        "ControlPath=none",
                        "LogLevel=ERROR",
                        "ConnectTimeout=" + Math.max(1, settings.deadline().toSeconds()))) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of("-i", login.key().toString(), "-p", Integer.toString(login.port())));
        command.addAll(List.of("-l", login.user(), "--", target.address(), remote));
        return new Program(command, Path.of("/"), Optional.empty(), Map.of());
    }
}
