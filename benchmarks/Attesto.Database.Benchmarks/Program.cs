using System.Globalization;
using Attesto.Database.Benchmarks;
using Attesto.Tests.Shared;

// sweep: refreshes while millions of expired rows are swept, against refreshes alone. scale: every store with few rows and with many.
// clients: the host's clients, ten thousand, ten times as many, and so on.
// Each starts a PostgreSQL of its own, prints what it measured, and exits with 1 if a ratio is out of bounds.
const double Bound = 1.5;
var command = args.ElementAtOrDefault(0);
var table = args is ["scale", .., "--table", var name] ? name : null;
var rows = args is [_, "--rows", var number, ..] && int.TryParse(number, CultureInfo.InvariantCulture, out var parsed) ? parsed
    : command is "sweep" ? 5_000_000 : command is "clients" ? 1_000_000 : 10_000_000;
if (command is not ("sweep" or "scale" or "clients") || (args.Length > 1 && args is not ([_, "--rows", _] or ["scale", "--table", _] or ["scale", "--rows", _, "--table", _])))
{
    await Console.Error.WriteLineAsync("usage: sweep [--rows 5000000] | scale [--rows 10000000] [--table grants] | clients [--rows 1000000]");
    return 2;
}

if (!PostgresServer.IsInstalled)
{
    await Console.Error.WriteLineAsync("PostgreSQL is not installed.");
    return 2;
}

await using var database = await BenchDatabase.StartAsync();
var worst = command switch
{
    "sweep" => await new SweepBenchmark(database).RunAsync(rows),
    "clients" => await new ClientsBenchmark(database).RunAsync(rows),
    _ => await new ScaleBenchmark(database).RunAsync(rows, table),
};
Console.WriteLine($"worst ratio {worst:F2}, bound {Bound:F1}: {(worst <= Bound ? "holds" : "does not hold")}");
return worst <= Bound ? 0 : 1;
