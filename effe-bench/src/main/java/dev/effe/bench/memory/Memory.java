package dev.effe.bench.memory;

/** For trying out. */
public final class Memory {
    private Memory() {}

    public static void main(String[] a) throws Exception {
        int port = Integer.parseInt(a[0]);
        Protocol protocol = Protocol.valueOf(a[1]);
        Direction direction = Direction.valueOf(a[2]);
        try (Clients clients = new Clients(port, protocol)) {
            BulkLoad load = new BulkLoad(clients, direction, Integer.parseInt(a[3]));
            boolean all = load.run(Long.parseLong(a[4]));
            System.out.println(protocol + " " + direction + ": " + load.tally + (all ? "" : ", NOT ALL ENDED")
                    + (load.firstFailure() == null ? "" : ", first: " + load.firstFailure()));
        }
    }
}
