package io.understudy.node.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An entry that an earlier version wrote: what a node had no word for then is added, as it was in
 * truth.
 */
final class OlderEntry {

    private OlderEntry() {}

    /** Adds what it lacks; whether that was anything. */
    static boolean complete(JsonNode entry) {
        if (!(entry.path("before") instanceof ObjectNode before) || before.has("address")) {
            return false;
        }
        // Before a node could have a virtual address, it knew that it had none.
        ObjectNode address = before.putObject("address");
        address.putObject("state").put("is", "None");
        address.put("seenAt", 0L);
        return true;
    }
}
