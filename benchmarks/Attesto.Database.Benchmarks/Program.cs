using System.Globalization;
using Attesto.Database.Benchmarks;
using Attesto.Tests.Shared;

// sweep: refreshes while millions of expired rows are swept, against refreshes alone. scale: every store with few rows and with many.
// Each starts a PostgreSQL of its own, prints what it measured, and exits with 1 if a ratio is out of bounds.
const double Bound = 1.5;
var command = args.ElementAtOrDefault(0);
var rows = args is [_, "--rows", var number, ..] && int.TryParse(number, CultureInfo.InvariantCulture, out var parsed) ? parsed : command is "sweep" ? 5_000_000 : 10_000_000;
if (command is not ("sweep" or "scale") || (args.Length > 1 && args is not [_, "--rows", _]))
{
    await Console.Error.WriteLineAsync("usage: sweep [--rows 5000000] | scale [--rows 10000000]");
    return 2;
}

if (!PostgresServer.IsInstalled)
{
    await Console.Error.WriteLineAsync("PostgreSQL is not installed.");
    return 2;
}

await using var database = await BenchDatabase.StartAsync();
var worst = command is "sweep" ? await new SweepBenchmark(database).RunAsync(rows) : await new ScaleBenchmark(database).RunAsync(rows);
Console.WriteLine($"worst ratio {worst:F2}, bound {Bound:F1}: {(worst <= Bound ? "holds" : "does not hold")}");
return worst <= Bound ? 0 : 1;
