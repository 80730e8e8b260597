package io.understudy.node.dashboard;

import io.understudy.core.action.Outcome;
import io.understudy.node.api.Wire;
import io.understudy.node.dashboard.PageRoute.Who;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operators do, by the page or by a program: a plan first, and then that plan alone. */
final class DeedRoutes {

    private final Deeds deeds;
    private final Audit audit;
    private final Wire wire;
    private final Recent<String> possible;

    DeedRoutes(Deeds deeds, Audit audit, Wire wire) {
        this.deeds = deeds;
        this.audit = audit;
        this.wire = wire;
        this.possible = new Recent<>(_ -> Text.json(wire.write(new Actions(deeds.possible()))));
    }

    Map<String, PageRoute> byPath() {
        return Map.of(
                "actions",
                        PageRoute.get(Who.OPERATOR, _ -> new Reply.Made(possible.of("")))
                                .byItself(),
                "plan", PageRoute.post(Who.OPERATOR, this::plan),
                "command", PageRoute.post(Who.OPERATOR, this::command));
    }

    /** What could be done now, or why not. */
    record Actions(List<Deeds.Possible> actions) {
        Actions {
            actions = List.copyOf(actions);
        }
    }

    private Reply plan(Ask ask) throws Wire.MalformedException {
        return new Reply.Value(deeds.plan(wire.read(ask.body(), Deed.class), ask.known()));
    }

    /**
     * That plan.
     *
     * @param typed of a failover: the node's name
     */
    record Order(String ticket, Optional<String> typed) {}

    private Reply command(Ask ask) throws Wire.MalformedException {
        Order order = wire.read(ask.body(), Order.class);
        Tickets tickets = ask.known().tickets();
        Optional<Tickets.Planned> planned = tickets.find(order.ticket());
        if (planned.isEmpty()) {
            return new Reply.Said(409, "needed a plan of the last 5 minutes; look at it again");
        }
        if (planned.get().typed().isPresent() && !planned.get().typed().equals(order.typed())) {
            return new Reply.Said(400, "needed the node's name, typed as it is");
        }
        if (!tickets.use(order.ticket())) {
            return new Reply.Said(409, "needed a plan that was not used yet; look at it again");
        }
        Outcome outcome = deeds.command(planned.get());
        audit.note(
                ask.known().who(),
                ask.from(),
                "asked %s for %s: %s"
                        .formatted(planned.get().asked(), planned.get().command(), outcome));
        return new Reply.Value(outcome);
    }
}
