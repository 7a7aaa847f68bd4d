using System.Globalization;
using System.Text;

namespace Attesto.Faults.Table;

/// <summary>The table as a page of the documentation.</summary>
internal static class FaultTablePage
{
    private static readonly Condition[] Columns = [.. FaultTable.Conditions.Where(condition => condition is not NothingWrong)];

    public static string Text()
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            # When something is wrong

            What each endpoint and page answers while something is out of order: {FaultTable.Calls.Count} calls under {Columns.Length} conditions, one lab process,
            PostgreSQL. The tests make every call under every condition, and then hold what was acknowledged against the server, send each request once more, and read
            the log. They fail on an answer that is not the one below, on a token, code, registration or sign-out that was acknowledged and is lost, and on an Error
            record that is about something else. `dotnet eng/faults.cs` does the same, and goes on with three nodes under load ([databases](databases.md)).

            | | condition | answers |
            | --- | --- | --- |

            """);
        foreach (var (number, condition) in Columns.Index())
        {
            page.Append(CultureInfo.InvariantCulture, $"| {number + 1} | {condition.Name} | {condition.Rule} |\n");
        }

        page.Append(
            CultureInfo.InvariantCulture,
            $"""

            A dot is the answer that the call is made for, 503 is `temporarily_unavailable` with `Retry-After`, 500 is `server_error`, 400 is `invalid_request`, a dash is none, for
            nobody waits; people get them as a page. The last column says what the same request gets when it is sent again after it was served: the same (a dot),
            or a refusal, because it is good once. One that got 503 is good afterwards; under {NumbersOf(condition => condition.MayTakeEffectUntold)}
            it may have been served though nobody was told.

            | call | {string.Join(" | ", Enumerable.Range(1, Columns.Length))} | again |
            | --- |{string.Concat(Enumerable.Repeat(" --- |", Columns.Length))} --- |

            """);
        foreach (var call in FaultTable.Calls)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {call.Name} | {string.Join(" | ", Columns.Select(condition => Cell(condition.AnswerOf(call))))} | {Again(call)} |\n");
        }

        return page.ToString();
    }

    private static string NumbersOf(Func<Condition, bool> isMeant) => string.Join(", ", Columns.Index().Where(column => isMeant(column.Item)).Select(column => column.Index + 1));

    private static string Cell(Answer answer) => answer switch
    {
        Answer.AsEver => "·",
        Answer.Unavailable => "503",
        Answer.AsEverOrUnavailable => "· or 503",
        Answer.Failed => "500",
        Answer.Refused => "400",
        _ => "–",
    };

    private static string Again(Call call) => !call.IsSingleUse ? "·" : call.IsPage ? "another page" : string.Join(" or ", call.Spent.Select(error => $"`{error}`"));
}
