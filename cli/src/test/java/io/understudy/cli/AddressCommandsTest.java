package io.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What a person reads who moves an address by hand; the lab has the moves themselves. */
class AddressCommandsTest {

    private record Ran(int status, String out, String err) {}

    @Test
    void printsWhatItWouldRunOnWindows() {
        Ran ran =
                run(
                        "assign",
                        "--ip=192.0.2.50",
                        "--netmask=255.255.255.0",
                        "--interface=Ethernet 2",
                        "--dry-run",
                        "--system=windows");

        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("ping -4 -n 2 -w 1000 192.0.2.50")
                .contains("netsh interface ipv4 add address \"name=Ethernet 2\"");
    }

    @Test
    void printsWhatItWouldRunOnLinux() {
        Ran ran =
                run(
                        "unassign",
                        "--ip=2001:db8::50/64",
                        "--interface=eth0",
                        "--dry-run",
                        "--system=linux");

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                0,
                                """
                                ip -json address show dev eth0
                                ip address delete 2001:db8::50/64 dev eth0
                                """,
                                ""));
    }

    @Test
    void saysWhatIsWrongWithAnAddress() {
        assertThat(run("assign", "--ip=192.0.2.50", "--interface=eth0"))
                .isEqualTo(
                        new Ran(
                                2,
                                "",
                                "understudy: needed the mask of 192.0.2.50, found none; write"
                                        + " 192.0.2.50/24, or give --netmask\n"));
    }

    @Test
    void changesThisHostAlone() {
        assertThat(run("assign", "--ip=192.0.2.50/24", "--interface=eth0", "--system=windows"))
                .isEqualTo(new Ran(2, "", "understudy: --system is for --dry-run alone\n"));
    }

    @Test
    void namesAnInterfaceThatIsMissing() {
        Ran ran = run("show", "--ip=192.0.2.50/24", "--interface=understudy0");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).startsWith("understudy: needed the interface understudy0, found: ");
    }

    private static Ran run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Understudy.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("address"));
        all.addAll(List.of(words));
        int status = line.execute(all.toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }
}
