package io.understudy.demo.panel;

import io.understudy.demo.client.RowWriter;
import io.understudy.demo.panel.PanelServer.Briefing;
import io.understudy.demo.panel.PanelServer.Link;
import io.understudy.demo.stage.Audience;
import io.understudy.demo.stage.Cables;
import io.understudy.demo.stage.Gangway;
import io.understudy.demo.stage.Narrator;
import io.understudy.demo.stage.Programs;
import io.understudy.demo.stage.Scenery;
import io.understudy.demo.stage.Show;
import io.understudy.demo.stage.SmallDisk;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import io.understudy.demo.stage.Strike;
import io.understudy.demo.stage.Troupe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Brings the cluster and its clients on, and opens the panel.
 *
 * @param within the namespaces that this process is in; empty where all is on one loopback
 */
record Booth(Path understudy, Optional<Within> within) {

    /** With room for an hour of the arbiter's log. */
    private static final int HOME_MB = 96;

    /** Who breaks it again and again shall see it move again and again; else it holds still. */
    private static final String UNTIRING = "flapping: { moves: 100, within: 1s }\n";

    private static final String PERSON = "demo";

    /** Until this process is ended. */
    void open() throws StageException, IOException, InterruptedException {
        Path postgresql = Programs.neededPostgresql();
        Narrator narrator = Narrator.here();
        Optional<Cables> cables = within.map(it -> new Cables(it.prefix()));
        Stage stage = cables.isPresent() ? Stage.on(Cables.addresses()) : Stage.open();
        Programs programs =
                cables.map(it -> new Programs(understudy, it::on))
                        .orElseGet(() -> new Programs(understudy));
        Troupe troupe = new Troupe(stage, programs);
        Map<StageNode, SmallDisk> disks = cables.isPresent() ? disks(stage) : Map.of();
        Strike.atTheEnd(stage, troupe, List.copyOf(disks.values()));
        if (within.isPresent()) {
            endWithTheOuter();
        }
        Scenery scenery = new Scenery(stage, programs, postgresql);
        scenery.set();
        scenery.add(UNTIRING);
        try (Audience audience = new Show(stage, troupe, narrator).open()) {
            String password = Admission.secret();
            troupe.addOperator(stage.first(), PERSON, password);
            Desk desk = desk(stage, troupe, new Means(cables, disks), audience);
            List<Integer> ports = within.map(Within::ports).orElseGet(PanelMain::ports);
            Briefing briefing = new Briefing(pages(stage, ports), PERSON, password);
            Admission admission = Admission.made(ports.getFirst());
            new PanelServer(desk, admission, briefing).listen(ports.getFirst());
            if (within.isPresent()) {
                letIn(stage, within.get());
            }
            invite(narrator, briefing, address(admission), stage.folder());
            new CountDownLatch(1).await();
        } catch (StageException e) {
            narrator.logs(stage);
            throw e;
        }
    }

    private static Map<StageNode, SmallDisk> disks(Stage stage)
            throws StageException, InterruptedException {
        Map<StageNode, SmallDisk> disks = new HashMap<>();
        for (StageNode carrier : stage.carriers()) {
            disks.put(carrier, SmallDisk.mount(carrier.home(), HOME_MB, stage.folder()));
        }
        return disks;
    }

    private static Desk desk(Stage stage, Troupe troupe, Means means, Audience audience) {
        Strip strip = new Strip(stage);
        RowWriter rows = troupe.rowWriter(strip::took);
        rows.start();
        Watch watch = new Watch(stage, audience, new Scoreboard(rows));
        watch.begin();
        InstantSource clock = InstantSource.system();
        return new Desk(
                stage,
                new Faults(stage, troupe, means),
                strip,
                watch::latest,
                new Logbook(clock),
                clock);
    }

    /** The witness's first: it sees whatever becomes of the other two. */
    private List<Link> pages(Stage stage, List<Integer> ports) {
        List<Link> pages = new ArrayList<>();
        for (int i = 0; i < stage.nodes().size(); i++) {
            StageNode node = stage.nodes().get(i);
            int port = within.isPresent() ? ports.get(i + 1) : node.ports().dashboard();
            pages.add(new Link(node.id().name(), "https://127.0.0.1:%d/".formatted(port)));
        }
        return pages.reversed();
    }

    private static void letIn(Stage stage, Within within) throws IOException {
        int panel = within.ports().getFirst();
        Gangway.inner(
                within.folder(),
                panel,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), panel));
        for (int i = 0; i < stage.nodes().size(); i++) {
            StageNode.Ports ports = stage.nodes().get(i).ports();
            Gangway.inner(
                    within.folder(),
                    within.ports().get(i + 1),
                    new InetSocketAddress(
                            InetAddress.ofLiteral(ports.address()), ports.dashboard()));
        }
    }

    private static String address(Admission admission) {
        return "http://%s/#%s".formatted(admission.hosts().getFirst(), admission.key());
    }

    private static void invite(Narrator narrator, Briefing briefing, String address, Path folder) {
        narrator.title("The lab panel, with a key that is this run's own:");
        narrator.say(address);
        narrator.say("The nodes' own pages, whose authority your browser does not know:");
        briefing.pages().forEach(page -> narrator.say(page.node() + ": " + page.address()));
        narrator.say("log in there as %s with %s".formatted(briefing.name(), briefing.password()));
        narrator.title("Everything keeps running until you press Ctrl-C.");
        if (PersonsBrowser.isThere(System.getenv())) {
            try {
                PersonsBrowser.open(briefing.pages().getFirst().address());
                PersonsBrowser.open(address, folder);
            } catch (IOException e) {
                narrator.say("Your browser could not be opened: " + e.getMessage());
            }
        }
    }

    /** Who has made the namespaces holds this process's input, and nothing else does. */
    private static void endWithTheOuter() {
        Thread.ofPlatform()
                .daemon()
                .name("outer")
                .start(() -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is said there.
                        }
                    } catch (IOException _) {
                        // That is an end, too.
                    }
                    System.exit(0);
                });
    }
}
