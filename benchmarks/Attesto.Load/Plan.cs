using System.Globalization;

namespace Attesto.Load;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">How often.</param>
/// <param name="Seconds">For how long each time.</param>
/// <param name="WarmUpRuns">How many runs of a second go before, at most, so that the code is compiled as it stays.</param>
/// <param name="Only">What the name of a row must contain.</param>
/// <param name="Column">What the name of a column must contain; the floor is measured besides.</param>
/// <param name="Connection">What is added to the connection string of every server on PostgreSQL.</param>
internal sealed record Plan(int Rounds, int Seconds, int WarmUpRuns, string Only, string Column, string Connection)
{
    private static readonly string[] QuickRows = [Jobs.ClientCredentials, Jobs.PrivateKeyJwt, Jobs.DpopReturning, Jobs.IntrospectionOfJwt, Jobs.Refresh];

    /// <summary>True if not the table is asked for, but what more connections and more nodes change.</summary>
    public bool IsScale { get; private init; }

    /// <summary>True if not the table is asked for, but a start, one core, and memory.</summary>
    public bool IsStart { get; private init; }

    private bool IsQuick { get; init; }

    /// <summary>True if the field is measured.</summary>
    public bool Includes(Job job) =>
        job.Row.Contains(Only, StringComparison.OrdinalIgnoreCase)
        && (job.Column is Jobs.Floor || job.Column.Contains(Column, StringComparison.OrdinalIgnoreCase))
        && (!IsQuick || Only.Length > 0 || QuickRows.Contains(job.Row));

    /// <summary>Reads the command line; null if it is malformed.</summary>
    public static Plan? Parse(string[] args)
    {
        var plan = new Plan(Rounds: 3, Seconds: 2, WarmUpRuns: 15, Only: "", Column: "", Connection: "");
        for (var i = 0; i < args.Length; i++)
        {
            var value = args.ElementAtOrDefault(i + 1);
            var number = int.TryParse(value, CultureInfo.InvariantCulture, out var parsed) && parsed > 0 ? parsed : 0;
            switch (args[i])
            {
                case "--quick": plan = plan with { Rounds = 2, Seconds = 1, WarmUpRuns = 5, IsQuick = true }; break;
                case "--rounds" when number > 0: (plan, i) = (plan with { Rounds = number }, i + 1); break;
                case "--seconds" when number > 0: (plan, i) = (plan with { Seconds = number }, i + 1); break;
                case "--only" when value is not null: (plan, i) = (plan with { Only = value }, i + 1); break;
                case "--column" when value is not null: (plan, i) = (plan with { Column = value }, i + 1); break;
                case "--connection" when value is not null: (plan, i) = (plan with { Connection = value }, i + 1); break;
                case "--scale": plan = plan with { IsScale = true }; break;
                case "--start": plan = plan with { IsStart = true }; break;
                default: return null;
            }
        }

        return plan;
    }
}
