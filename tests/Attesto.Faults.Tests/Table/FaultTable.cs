using System.Text;

namespace Attesto.Faults.Table;

/// <summary>Every call under every condition, and what of it is documented.</summary>
internal static class FaultTable
{
    public static IReadOnlyList<Call> Calls { get; } = [.. ProtocolCalls.All, .. PageCalls.All];

    public static IReadOnlyList<Condition> Conditions { get; } =
    [
        new NothingWrong(), new DatabaseReadOnly(), new DiskFull(), new AnswersLost(), new ConflictsThatPass(), new ConflictsForEver(), new ClientHangsUp(), new NodeStandsStill(),
        new PolicyFails(), new RingUnreadable(), new PoolExhausted(), new SiteHangs(), new DatabaseKilled(), new DatabaseSilent(),
    ];

    /// <summary>What is wrong with an answer, or null.</summary>
    public static string? FaultOf(Call call, Condition condition, Reply reply)
    {
        var isRight = condition.AnswerOf(call) switch
        {
            Answer.AsEver => call.IsServed(reply),
            Answer.Unavailable => IsUnavailable(call, reply),
            Answer.AsEverOrUnavailable => call.IsServed(reply) || IsUnavailable(call, reply),
            Answer.Refused => reply.Status is 400 && IsError(call, reply, "invalid_request"),
            Answer.Failed => reply.Status is 500 && IsError(call, reply, "server_error"),
            _ => reply.Status is 0,
        };
        return isRight ? null : $"{call}: expected {condition.AnswerOf(call)}, got {Of(reply)}";
    }

    /// <summary>What is wrong with the answer to the same request, sent again when all is well, or null.</summary>
    /// <param name="call">The call.</param>
    /// <param name="condition">What was wrong.</param>
    /// <param name="first">The answer then.</param>
    /// <param name="again">The answer now.</param>
    public static string? FaultOf(Call call, Condition condition, Reply first, Reply again)
    {
        var wasServed = call.IsServed(first);
        var mayBeSpent = call.IsSingleUse && (wasServed || condition.MayTakeEffectUntold);
        var isRight = (!(wasServed && call.IsSingleUse) && call.IsServed(again)) || (mayBeSpent && IsSpent(call, again));
        return isRight ? null : $"{call}: sent again after {Of(first)}, got {Of(again)}";
    }

    // Whose form is spent sees another page.
    private static bool IsSpent(Call call, Reply reply) =>
        call.IsPage ? reply.Status is > 0 and < 500 && !call.IsServed(reply) : call.Spent.Contains(reply["error"], StringComparer.Ordinal);

    private static bool IsUnavailable(Call call, Reply reply) => reply is { Status: 503, RetryAfter: not null } && IsError(call, reply, "temporarily_unavailable");

    private static bool IsError(Call call, Reply reply, string error) =>
        call.IsPage ? reply.Text.Contains($"id=\"error-code\">{error}<", StringComparison.Ordinal) : reply["error"] == error;

    private static string Of(Reply reply) => $"{reply.Status} {reply.Location} {reply.Text[Math.Max(reply.Text.IndexOf("<main", StringComparison.Ordinal), 0)..]}";
}
