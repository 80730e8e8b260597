package io.understudy.demo.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A protected server that is as the file {@code mood} in its directory says, at each start and at
 * each question; well where there is none. It adds a line to the file {@code starts} at each start.
 */
final class MoodyServer {

    private static final Path MOOD = Path.of("mood");
    private static final Path STARTS = Path.of("starts");
    private static final Duration NEVER = Duration.ofDays(1);

    /** What is wrong with it. */
    enum Mood {
        WELL,
        /** It ends at once, with status 7. */
        EXITS,
        /** It runs, and never answers. */
        HANGS,
        /** It answers 500. */
        FAILS;

        /** From now on, and at the next start on that node. */
        void on(StageNode node) throws IOException {
            Path file = node.serverFolder().resolve(MOOD);
            Path fresh = Files.writeString(file.resolveSibling("mood.new"), name());
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private MoodyServer() {}

    /** How often it was started on that node. */
    static long startsOn(StageNode node) throws IOException {
        Path file = node.serverFolder().resolve(STARTS);
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    public static void main(String[] arguments) throws IOException {
        Files.write(
                STARTS, List.of("started"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        endIfToldTo();
        int port = Integer.parseInt(System.getenv("PIPELINE_PORT"));
        HttpServer http =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/health", MoodyServer::answer);
        http.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        endIfToldTo();
        switch (mood()) {
            case WELL -> exchange.sendResponseHeaders(200, -1);
            case EXITS, HANGS -> hang();
            case FAILS -> exchange.sendResponseHeaders(500, -1);
        }
        exchange.close();
    }

    private static void endIfToldTo() throws IOException {
        if (mood() == Mood.EXITS) {
            System.err.println("no licence found");
            Runtime.getRuntime().halt(7);
        }
    }

    private static void hang() {
        try {
            Thread.sleep(NEVER);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Mood mood() throws IOException {
        return Files.exists(MOOD) ? Mood.valueOf(Files.readString(MOOD)) : Mood.WELL;
    }
}
