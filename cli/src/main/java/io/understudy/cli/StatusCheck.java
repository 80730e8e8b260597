package io.understudy.cli;

import io.understudy.core.foresight.Outlook;
import io.understudy.node.api.FollowerReport;
import io.understudy.node.api.Lookout.Form;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Wire;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.overview.Overview;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * One line and an exit status by the conventions of Nagios' plugins (Monitoring Plugins'
 * guidelines: {@code SERVICE STATUS: text | performance data}).
 */
final class StatusCheck {

    private static final int OK = 0;
    private static final int WARNING = 1;
    private static final int CRITICAL = 2;
    private static final int UNKNOWN = 3;

    private final NodeHome home;
    private final PrintWriter out;
    private final PrintWriter err;

    StatusCheck(NodeHome home, PrintWriter out, PrintWriter err) {
        this.home = home;
        this.out = out;
        this.err = err;
    }

    /** The exit status. */
    int run() {
        return OwnDaemon.of(home)
                .map(daemon -> daemon.overview(Form.LINE))
                .flatMap(StatusCheck::read)
                .map(this::told)
                .orElseGet(this::askedAround);
    }

    private int askedAround() {
        int[] status = {UNKNOWN};
        int called =
                ClusterCall.with(
                        home,
                        err,
                        connection -> {
                            status[0] = told(connection.survey());
                            return ExitCode.DONE;
                        });
        return called == ExitCode.DONE.status() ? status[0] : UNKNOWN;
    }

    private static Optional<Overview> read(OwnDaemon.Reply reply) {
        return switch (reply) {
            case OwnDaemon.Reply.Unheard _ -> Optional.empty();
            case OwnDaemon.Reply.Said(String json) -> {
                try {
                    yield Optional.of(new Wire().read(json, Overview.class));
                } catch (Wire.MalformedException e) {
                    // A daemon of another version: each node is asked directly.
                    yield Optional.empty();
                }
            }
        };
    }

    private int told(Overview overview) {
        if (overview.nobodyAnswered()) {
            print("UNKNOWN", "no node answered", "");
            return UNKNOWN;
        }
        Outlook outlook = overview.outlook();
        return switch (outlook.level()) {
            case SAFE -> print(OK, "OK", outlook, overview);
            case WARNING -> print(WARNING, "WARNING", outlook, overview);
            case UNSAFE -> print(CRITICAL, "CRITICAL", outlook, overview);
        };
    }

    private int print(int status, String word, Outlook outlook, Overview overview) {
        print(word, outlook.sentence(), performance(overview));
        return status;
    }

    private void print(String word, String text, String performance) {
        // A bar begins the performance data.
        out.println("UNDERSTUDY " + word + ": " + text.replace('|', '/') + performance);
        out.flush();
    }

    /** How far each standby is behind, as the primary sees it. */
    private static String performance(Overview overview) {
        StringBuilder data = new StringBuilder();
        for (NodeReport report : overview.reports()) {
            for (FollowerReport follower :
                    report.database().stream().flatMap(one -> one.followers().stream()).toList()) {
                data.append(" 'lag_%s'=%dB".formatted(follower.node().name(), follower.lagBytes()));
            }
        }
        return data.isEmpty() ? "" : " |" + data;
    }
}
