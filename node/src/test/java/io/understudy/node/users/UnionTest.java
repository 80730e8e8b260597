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
    void ofTwoChangesOfOneNameOneIsSaidToBeLost() {
        Users here = BOTH.with(user("anna", 2), "a");
        Users there = BOTH.with(user("anna", 3), "b");

        Union union = here.union(there);

        assertThat(union.users()).isEqualTo(there);
        assertThat(union.lost()).containsExactly("user anna");
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
