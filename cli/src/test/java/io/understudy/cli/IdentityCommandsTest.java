package io.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.identity.NodeHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IdentityCommandsTest {

    @TempDir Path folder;
    private Path config;
    private Path home;

    private record Ran(int status, String out, String err) {}

    @BeforeEach
    void writeConfig() throws IOException {
        home = folder.resolve("home");
        config =
                Files.writeString(
                        folder.resolve("understudy.yaml"),
                        """
                        cluster: acme
                        nodes:
                          ci-a: { address: 10.0.0.11 }
                          ci-b: { address: 10.0.0.12 }
                          vote: { address: 10.0.0.13, witness: true }
                        database: { postgresql: { data: /nowhere } }
                        """);
    }

    @Test
    void makesAClusterAndATokenForTheNextNode() {
        Ran init = init("ci-a");

        assertThat(init.status()).isZero();
        assertThat(init.out()).startsWith("made the cluster ").contains("ci-a as its first node");
        assertThat(new NodeHome(home).isFounder()).isTrue();
        Ran token = run("token", "ci-b", "--home", home.toString());
        assertThat(token.status()).isZero();
        assertThat(token.out()).matches("understudy-join-[A-Za-z0-9_.-]+\n");
        assertThat(token.err()).startsWith("good once, for ci-b, until ");
    }

    @Test
    void refusesToMakeAClusterTwice() {
        init("ci-a");

        assertThat(init("ci-a"))
                .isEqualTo(
                        new Ran(
                                3,
                                "",
                                ("understudy: needed a home without an identity, found one in"
                                     + " %1$s/identity; nothing was changed. To make this node"
                                     + " anew, move %1$s/identity away first\n")
                                        .formatted(home)));
    }

    @Test
    void refusesANodeThatTheFileDoesNotHave() {
        assertThat(init("ci-x"))
                .isEqualTo(
                        new Ran(
                                3,
                                "",
                                "understudy: needed one of the nodes in understudy.yaml (ci-a,"
                                        + " ci-b, vote), found 'ci-x'\n"));
        assertThat(home).doesNotExist();
    }

    @Test
    void listsTheMistakesOfAConfiguration() throws IOException {
        Files.writeString(config, Files.readString(config).replace("acme", "ACME"));

        Ran check = run("config", "check", config.toString());
        assertThat(check.status()).isEqualTo(2);
        assertThat(check.err()).startsWith(config + ":1:10: cluster: needed a name of ");
        assertThat(init("ci-a").status()).isEqualTo(2);
        assertThat(home).doesNotExist();
    }

    @Test
    void saysThatAConfigurationIsGood() {
        assertThat(run("config", "check", config.toString()))
                .isEqualTo(
                        new Ran(
                                0,
                                config
                                        + " is good: the cluster acme of 3 nodes, 2 of them with a"
                                        + " database\n",
                                ""));
    }

    @Test
    void renewsTheFoundersCertificate() {
        init("ci-a");

        Ran renew = run("renew", "--home", home.toString());

        assertThat(renew.status()).isZero();
        assertThat(renew.out()).startsWith("the certificate of ci-a is good until ");
    }

    @Test
    void takesNoTokenAsAnArgument() {
        Ran join = run("join", "--token", "understudy-join-abc", "--home", home.toString());

        assertThat(join.status()).isEqualTo(2);
        assertThat(join.err()).contains("every user of this host sees").doesNotContain("join-abc");
    }

    @Test
    void saysThatATokenIsDamaged() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "understudy-join-abc");

        Ran join = run("join", "--token", token.toString(), "--home", home.toString());

        assertThat(join)
                .isEqualTo(
                        new Ran(
                                2,
                                "",
                                "understudy: needed a whole token as `understudy token` prints it,"
                                        + " found something else; copy it again\n"));
    }

    @Test
    void namesTheWrongWordInACommand() {
        assertThat(run("init", "--config", config.toString(), "--node", "A_B").err())
                .contains("a node's name is 1 to 63 of a-z, 0-9 and '-', but was 'A_B'")
                .doesNotContain("Exception");
    }

    @Test
    void explainsItsExitStatusInTheHelpOfEachCommand() {
        for (String command : new String[] {"init", "token", "join", "renew", "config"}) {
            Ran help = run(command, "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out()).contains("Exit status:");
            String text = help.out().replaceAll("\\s+", " ");
            ExitCode.table()
                    .forEach(
                            (status, meaning) -> assertThat(text).contains(status + " " + meaning));
        }
    }

    private Ran init(String node) {
        return run(
                "init", "--config", config.toString(), "--node", node, "--home", home.toString());
    }

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Understudy.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int status = line.execute(arguments);
        return new Ran(status, out.toString(), err.toString());
    }
}
