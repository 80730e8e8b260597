package io.understudy.node;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What started the daemon, where that wants to know when it is up, as systemd does of a unit with
 * {@code Type=notify}.
 */
final class ServiceManager {

    private static final Logger LOG = LoggerFactory.getLogger("understudy");

    private ServiceManager() {}

    /** Says once that the daemon listens; does nothing where nobody asked to be told. */
    static void tellReady() {
        if (System.getenv("NOTIFY_SOCKET") == null) {
            return;
        }
        try {
            // The JDK has no datagrams of the Unix kind; this program speaks for who starts it.
            new ProcessBuilder("systemd-notify", "--ready")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream()
                    .close();
        } catch (IOException e) {
            LOG.warn(
                    "needed systemd-notify to tell the service manager that this daemon is up,"
                            + " found: {}; give the unit Type=exec",
                    e.getMessage());
        }
    }
}
