package io.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code understudy address} on two hosts, with a third that talks to the address. */
class AddressTest {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int REFUSED = 3;

    @TempDir Path folder = Path.of("");
    private Lab lab = Lab.in(folder);

    @BeforeEach
    void make() throws LabException {
        var missing = Lab.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        lab = Lab.in(folder.resolve("lab"));
        lab.make();
        for (String host : List.of("ci-a", "ci-b")) {
            lab.host(host).put(PROGRAM, "/opt/understudy");
        }
    }

    @AfterEach
    void remove() throws LabException {
        lab.remove();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.50/24", "2001:db8::50/64"})
    void movesFromHostToHostAndNeverToTwo(String address) throws LabException {
        Host a = lab.host("ci-a");
        Host b = lab.host("ci-b");

        assertThat(address(a, "assign", address)).as("taken").isEqualTo(DONE);
        assertThat(address(a, "assign", address)).as("taken again").isEqualTo(DONE);
        String atA = answeredBy(address);
        assertThat(address(b, "assign", address)).as("held by the other").isEqualTo(REFUSED);
        assertThat(b.run("ip", "-br", "address", "show", "dev", "eth0")).doesNotContain(address);

        assertThat(address(a, "unassign", address)).as("given away").isEqualTo(DONE);
        assertThat(address(a, "unassign", address)).as("given away again").isEqualTo(DONE);
        assertThat(address(b, "assign", address)).as("taken by the other").isEqualTo(DONE);
        assertThat(answeredBy(address)).as("whom the neighbour talks to").isNotEqualTo(atA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.50/24"})
    void saysWhatIsMissing(String address) throws LabException {
        assertThat(
                        lab.host("ci-a")
                                .status(
                                        understudy("assign", address, "eth7")
                                                .toArray(String[]::new)))
                .isEqualTo(FAILED);
    }

    private static int address(Host host, String deed, String address) throws LabException {
        return host.status(understudy(deed, address, "eth0").toArray(String[]::new));
    }

    private static List<String> understudy(String deed, String address, String device) {
        return List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "/opt/understudy/bin/understudy",
                "address",
                deed,
                "--ip",
                address,
                "--interface",
                device);
    }

    /** The hardware address that a third host talks to; it is not asked to forget the earlier. */
    private String answeredBy(String address) throws LabException {
        String ip = address.substring(0, address.indexOf('/'));
        Host workers = lab.host("workers");
        assertThat(workers.status("ping", "-c", "3", "-i", "0.2", "-W", "1", ip))
                .as("ping of %s", ip)
                .isEqualTo(DONE);
        return Tool.tryRun(
                        workers.inside(List.of("ip", "neighbour", "show", ip)),
                        "",
                        Duration.ofSeconds(10))
                .out()
                .replaceAll(".*lladdr (\\S+) .*\\s*", "$1");
    }
}
