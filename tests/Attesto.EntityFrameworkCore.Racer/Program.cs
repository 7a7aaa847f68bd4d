using System.Globalization;
using Attesto;
using Attesto.EntityFrameworkCore.Racer;

// One node: Racer <connection string> <run>. Says "ready" when warm, waits for an instant (Unix milliseconds) on standard input, then races every other node
// for every item of the run, one item each 20 ms, with four requests at once. Prints one line for each thing that it won.
const int Requests = 4;
var (connection, run) = (args[0], args[1]);
string[] kinds = ["code", "rotation", "device", "consent", "pushed", "replay", "key"];
const int Items = 40;

var nodes = Enumerable.Range(0, Requests).Select(_ => new Node(connection)).ToList();
foreach (var node in nodes)
{
    foreach (var kind in kinds)
    {
        await node.TryAsync(kind, $"{run}-warm-{Secret.NewId()}");
    }
}

Console.WriteLine("ready");
var start = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Console.ReadLine()!, CultureInfo.InvariantCulture));
for (var item = 0; item < Items; item++)
{
    foreach (var (kind, place) in kinds.Select((kind, place) => (kind, place)))
    {
        var instant = start.AddMilliseconds(20 * ((item * kinds.Length) + place));
        var name = $"{run}-{kind}-{item}";
        var wins = await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            var wait = instant - TimeProvider.System.GetUtcNow();
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            return await node.TryAsync(kind, name);
        })));
        foreach (var _ in wins.Where(won => won))
        {
            Console.WriteLine(name);
        }
    }
}
