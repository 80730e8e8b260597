package io.understudy.node.identity;

import java.util.Map;

/** The answer to a node that asks to join. */
public sealed interface JoinAnswer {

    /**
     * Welcome.
     *
     * @param certificate the node's own, as PEM
     * @param authority the cluster's authority's, as PEM
     * @param configuration {@code understudy.yaml} as it stands at the founder
     * @param secrets each secret's text
     */
    record Admitted(
            String certificate, String authority, String configuration, Map<Secret, String> secrets)
            implements JoinAnswer {
        public Admitted {
            secrets = Map.copyOf(secrets);
        }

        /** Leaves out the secrets. */
        @Override
        public String toString() {
            return "Admitted";
        }
    }

    /** No, and asking again with this token changes nothing; {@code why} is one sentence. */
    record Refused(String why) implements JoinAnswer {}

    /** It should have worked, and something here is broken; {@code why} is one sentence. */
    record Failed(String why) implements JoinAnswer {}
}
