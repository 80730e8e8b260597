package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.Wire;
import io.understudy.node.notify.Letter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster loses its primary, and people who do not look are told. */
@Tag("long")
@Timeout(360)
final class NoticesTest {

    private static final String SECRET = "a secret of this test";

    @TempDir private Path folder;
    private final Queue<Letter> letters = new ConcurrentLinkedQueue<>();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();

    @Test
    void theLossOfThePrimaryIsToldOnceByWebhookAndByCommand() throws Exception {
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::received);
        receiver.start();
        Path script = executable("pager", "cat >> '%s'".formatted(folder.resolve("pages")));
        Path secret = folder.resolve("secret");
        Files.writeString(secret, SECRET + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        String notify =
                """
                notify:
                  channels:
                    chat: { webhook: { url: "http://127.0.0.1:%d/", secret: %s } }
                    pager: { level: warning, command: { command: [%s] } }
                    dead: { webhook: { url: "http://127.0.0.1:1/", secret: %s } }
                """
                        .formatted(receiver.getAddress().getPort(), secret, script, secret);
        try (Playing playing =
                Playing.begin(file -> file.replace("timing: fast", "timing: normal") + notify)) {
            StageNode primary = playing.awaitWhole();
            StageNode standby = playing.other(primary);
            await(primary.id(), "demo/primary/epoch-1", "news");

            assertThat(playing.type(standby, "notify", "test", "--channel", "chat"))
                    .containsPattern("chat +delivered in [0-9.]+ s");
            await(standby.id(), "demo/test/" + standby.id(), "test");
            playing.awaitStatus(
                    standby,
                    Pattern.compile(
                            primary.id() + "'s notices don't reach dead for .* \\(1 waiting\\)"));

            long began = System.nanoTime();
            playing.troupe().kill(primary);
            Letter moved = await(standby.id(), "demo/primary/epoch-2", "news");
            System.out.printf(
                    "told %.1f s after the kill: %s%n%s%n",
                    (System.nanoTime() - began) / 1e9, moved.subject(), moved.sentence());
            assertThat(moved.subject())
                    .isEqualTo(
                            "[demo] WARNING: %s serves instead of %s, as primary of epoch 2"
                                    .formatted(standby.id(), primary.id()));
            assertThat(moved.sentence())
                    .contains("It took ", "At risk: ", "Serving as primary of epoch 2");

            Letter alone = await(standby.id(), "demo/synchrony/" + primary.id(), "began");
            assertThat(alone.subject())
                    .isEqualTo("[demo] WARNING: %s is not in sync".formatted(primary.id()));
            playing.troupe().startDaemon(primary);
            await(standby.id(), "demo/synchrony/" + primary.id(), "over");

            assertThat(playing.type(standby, "notify", "show"))
                    .containsPattern(
                            "TIME +NODE +NOTICE +TO +WHAT BECAME OF IT(?s:.*) %s +WARNING: %s serves instead of %s, as primary of epoch 2 +chat +delivered after \\d+ s, 1 try\n +pager +delivered after "
                                    .formatted(standby.id(), standby.id(), primary.id()))
                    .containsPattern("dead +waits, after \\d+ (try|tries): no connection");

            assertThat(Files.readString(folder.resolve("pages")))
                    .contains("primary/epoch-2", "synchrony/" + primary.id());
        } finally {
            receiver.stop(0);
        }
        assertThat(problems).isEmpty();
        assertThat(letters)
                .extracting(letter -> letter.node() + " " + letter.key() + " " + letter.stage())
                .doesNotHaveDuplicates();
    }

    private Letter await(NodeId by, String key, String stage) throws Exception {
        return Playing.await(
                by + " tells " + key + ": " + stage,
                () ->
                        letters.stream()
                                .filter(letter ->
                                        letter.node().equals(by.name())
                                                && letter.key().equals(key)
                                                && letter.stage().equals(stage))
                                .findFirst());
    }

    private void received(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String signature =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Understudy-Signature"))
                        .orElse("");
        try {
            List<String> parts = List.of(signature.split(",", -1));
            String time = parts.getFirst().replace("t=", "");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] sum = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
            if (!parts.getLast().equals("v1=" + HexFormat.of().formatHex(sum))) {
                problems.add("a wrong signature: " + signature);
            }
            letters.add(new Wire().read(body, Letter.class));
        } catch (GeneralSecurityException | Wire.MalformedException e) {
            problems.add(body + ": " + e.getMessage());
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private Path executable(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }
}
