using WhatsAppBot.PrivatePostgres;

// a process that uses the cluster of a folder until it is told to end, or killed
var options = new PrivateClusterOptions(args[0]) { Settings = PrivateClusterOptions.ThrowawaySettings };
await using var cluster = await PrivateCluster.Start(options, CancellationToken.None);
Console.WriteLine(cluster.Attached ? "attached" : "started");

var end = new TaskCompletionSource();
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM,
    signal =>
    {
        signal.Cancel = true;
        end.TrySetResult();
    }
);
await end.Task;
