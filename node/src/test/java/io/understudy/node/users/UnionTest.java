package io.understudy.node.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Users that were changed on two sides of a cut. */
class UnionTest {

    private static final Users BOTH =
            Users.NONE.with(user("anna", 1), "1").with(user("bert", 1), "2");

    @Test
    void whoIsAddedOnEitherSideIsThereAfterwards() {
        Users here = BOTH.with(user("carl", 1), "a");
        Users there = BOTH.with(user("dora", 1), "b").with(token("prometheus"), "c");

        Union union = here.union(there);

        assertThat(union).isEqualTo(there.union(here));
        assertThat(names(union.users())).containsExactly("anna", "bert", "carl", "dora");
        assertThat(union.users().tokenNamed("prometheus")).isPresent();
        assertThat(union.apart()).containsExactly("user carl");
        assertThat(union.lost()).isEmpty();
        assertThat(union.users().isNewerThan(there)).isTrue();
        assertThat(there.union(union.users()).users()).isEqualTo(union.users());
    }

    @Test
    void whoIsRemovedOnOneSideStaysSo() {
        Users here = BOTH.without("bert", "a");
        Users there = BOTH.with(user("dora", 1), "b").with(user("emil", 1), "c");

        assertThat(names(here.union(there).users())).containsExactly("anna", "dora", "emil");
    }

    @Test
    void whoWasOnlyAwayAddsNothing() {
        Users newer = BOTH.without("bert", "a").with(user("dora", 1), "b");

        assertThat(BOTH.union(newer))
                .isEqualTo(new Union(newer, java.util.Set.of(), java.util.Set.of()));
    }

    @Test
    void ofTwoChangesOfOneNameOneIsSaidToBeLostOnAllNodes() {
        Users here = BOTH.with(new User("anna", UserRole.OPERATOR, user("anna", 2).hash()), "a");
        Users there = BOTH.with(user("anna", 3), "b");

        Union union = here.union(there);

        assertThat(union).isEqualTo(there.union(here));
        assertThat(union.users().users()).isEqualTo(there.users());
        assertThat(union.lost()).containsExactly("user anna");
        assertThat(union.users().clashes())
                .containsExactly(new Clash("user anna", 3, "viewer", "operator"));
        for (Users one : List.of(here, there)) {
            assertThat(one.union(union.users()).users()).isEqualTo(union.users());
        }
    }

    @Test
    void aClashIsOverOnceItsNameIsChangedAgainOrSaidToBeRight() {
        Users both = BOTH.with(user("anna", 2), "a").union(BOTH.without("anna", "b")).users();

        assertThat(both.clashes()).containsExactly(new Clash("user anna", 3, "removed", "viewer"));
        assertThat(both.with(user("dora", 1), "c").clashes()).hasSize(1);
        assertThat(both.with(user("anna", 4), "c").clashes()).isEmpty();
        Users kept = both.keeping("anna", "c");
        assertThat(kept.clashes()).isEmpty();
        assertThat(kept.users()).isEqualTo(both.users());
        assertThat(kept.union(both).users()).isEqualTo(kept);
    }

    @Test
    void whatAClashSaysNamesWhatIsKeptWhatIsLostAndWhatToType() {
        Users here = BOTH.with(user("anna", 2), "a").with(token("grafana"), "b");
        Users there = BOTH.with(user("anna", 3), "c").withoutToken("grafana", "d");

        Users both = here.union(there).users();

        assertThat(both.clashes())
                .extracting(Clash::sentence)
                .containsExactly(
                        "The page's token grafana was changed in two places at once: it is removed"
                                + " now, the other change was: viewer. Change it again with"
                                + " understudy token add grafana where that is wrong, or say that"
                                + " it is right: understudy token keep grafana",
                        "The page's user anna was changed in two places at once: it is viewer now,"
                                + " the other change was: viewer with another password. Change it"
                                + " again with understudy user add anna where that is wrong, or say"
                                + " that it is right: understudy user keep anna");
        assertThat(new UsersJson().read(new UsersJson().write(both))).contains(both);
        assertThat(new UsersJson().write(both.keeping("anna", "e").keepingToken("grafana", "f")))
                .doesNotContain("clashes");
    }

    @Test
    void ofNamesThatAllNodesChangeAllComeToHaveTheSameToo() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Users> nodes = new ArrayList<>(List.of(BOTH, BOTH, BOTH));
            for (int step = 0; step < 40; step++) {
                int node = random.nextInt(3);
                String name = "n" + random.nextInt(3);
                String mark = Integer.toHexString(random.nextInt(1 << 20));
                Users before = nodes.get(node);
                switch (random.nextInt(4)) {
                    case 0 -> nodes.set(node, before.with(user(name, step), mark));
                    case 1 -> nodes.set(node, before.without(name, mark));
                    case 2 -> nodes.set(node, before.keeping(name, mark));
                    default -> hear(nodes, node, random.nextInt(3));
                }
            }
            for (int round = 0; round < 12; round++) {
                hear(nodes, round % 3, (round + 1) % 3);
                hear(nodes, round % 3, (round + 2) % 3);
            }

            assertThat(nodes).as("seed " + seed).containsOnly(nodes.getFirst());
        }
    }

    @Test
    void whoIsGoneForLongDoesNotComeBackByAnOldNode() {
        Users newer = BOTH.without("bert", "a");
        for (int i = 0; i < 400; i++) {
            newer = newer.with(user("x" + i % 150, i), "a").without("x" + i % 150, "b");
        }
        for (int i = 0; i < 160; i++) {
            newer = newer.with(user("y" + i, i), "c");
        }
        for (int i = 0; i < 90; i++) {
            newer = newer.with(token("z" + i), "d");
        }

        assertThat(newer.changes().last()).hasSize(300).doesNotContainKey("user bert");
        assertThat(names(BOTH.union(newer).users())).doesNotContain("bert");
        assertThat(new UsersJson().write(newer).length()).isLessThan(UsersJson.MOST_BYTES);
    }

    /** Three nodes change and hear of each other in any order. */
    @Test
    void allNodesComeToHaveTheSameAndEachNameAsItWasChangedLast() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Users> nodes = new ArrayList<>(List.of(BOTH, BOTH, BOTH));
            Map<String, Integer> owned = new HashMap<>();
            for (int step = 0; step < 40; step++) {
                int node = random.nextInt(3);
                if (random.nextInt(3) > 0) {
                    // A name is changed on one node alone: so no change of it may be lost.
                    String name = "n" + node + random.nextInt(3);
                    String mark = Integer.toHexString(random.nextInt(1 << 20));
                    owned.put(name, random.nextBoolean() ? step : -1);
                    nodes.set(
                            node,
                            owned.get(name) < 0
                                    ? nodes.get(node).without(name, mark)
                                    : nodes.get(node).with(user(name, step), mark));
                } else {
                    hear(nodes, node, random.nextInt(3));
                }
            }
            for (int round = 0; round < 12; round++) {
                hear(nodes, round % 3, (round + 1) % 3);
                hear(nodes, round % 3, (round + 2) % 3);
            }

            Users all = nodes.getFirst();
            assertThat(nodes).as("seed " + seed).containsOnly(all);
            owned.forEach((name, step) ->
                    assertThat(all.named(name).map(User::hash).orElse(""))
                            .as(name)
                            .isEqualTo(step < 0 ? "" : user(name, step).hash()));
        }
    }

    /** As {@link UserFile} takes what is newer. */
    private static void hear(List<Users> nodes, int node, int from) {
        if (nodes.get(from).isNewerThan(nodes.get(node))) {
            nodes.set(node, nodes.get(node).union(nodes.get(from)).users());
        }
    }

    private static List<String> names(Users users) {
        return users.users().stream().map(User::name).toList();
    }

    private static User user(String name, int password) {
        return new User(
                name, UserRole.VIEWER, "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$" + password);
    }

    private static ApiToken token(String name) {
        return new ApiToken(name, UserRole.VIEWER, "0".repeat(64), 1);
    }
}
