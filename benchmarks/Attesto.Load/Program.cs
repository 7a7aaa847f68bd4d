using System.Diagnostics;
using System.Globalization;
using Attesto.Load;

const string Help = """
    usage: dotnet benchmarks/load.cs [--quick] [--rounds N] [--seconds N] [--only TEXT] [--column TEXT] [--connection TEXT] | --scale | --start

    Prints, for each kind of request, the processor time that it costs the server in microseconds, the half of its spread over the rounds, how many
    times the floor of the same run that is, and the 99th percentile of the latency; where there is a database, its processor time after a plus sign.

      --quick      five rows, two rounds of one second: under two minutes on two idle cores
      --rounds N   how often each is measured; the table has the medians (3)
      --seconds N  how long each time (2)
      --only TEXT  only the rows whose name contains the text
      --column TEXT
                   only the columns whose name contains the text, and the floor
      --connection TEXT
                   adds to the connection string of every server on PostgreSQL, for instance "No Reset On Close=false"
      --scale      instead of the table: 1 to 256 connections, and one to three nodes on one PostgreSQL
      --start      instead of the table: the first token after a start, one core from its first second, and memory after a million requests
      --url URL --pid N --path PATH --body BODY
                   measures one more server, by its process, with a form that is posted: repeat the command for each row

    Needs Linux, wrk (installed when missing) and, for its columns, PostgreSQL.
    """;

switch (args)
{
    case ["serve", var url, "floor", .. var connection]:
        await FloorServer.RunAsync(url, connection.ElementAtOrDefault(0));
        return 0;
    case ["serve", var url, "bare", var assertionKeys]:
        await BareServer.RunAsync(url, assertionKeys);
        return 0;
    case ["serve", var url, "openiddict", .. var connection]:
        await OpenIddictServer.RunAsync(url, connection.ElementAtOrDefault(0));
        return 0;
    case ["--help" or "-h"]:
        Console.WriteLine(Help);
        return 0;
    case ["--url", var url, "--pid", var id, "--path", var path, "--body", var body]:
        await Wrk.InstallAsync();
        await Harness.MeasureAsync(url, int.Parse(id, CultureInfo.InvariantCulture), path, body);
        return 0;
}

if (Plan.Parse(args) is not { } plan)
{
    await Console.Error.WriteLineAsync(Help);
    return 2;
}

var started = Stopwatch.StartNew();
var clean = plan.IsScale ? await Scaling.RunAsync(plan) : plan.IsStart ? await Starting.RunAsync(plan) : await Harness.RunAsync(plan);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{started.Elapsed.TotalSeconds:F0} seconds"));
return clean ? 0 : 1;
