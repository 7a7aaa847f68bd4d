using System.Collections.Concurrent;

namespace Attesto.Faults;

/// <summary>What was asked, what was answered, what was injected, and every promise that was broken.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<(Step Step, string Kind), int> _replies = new();
    private readonly ConcurrentDictionary<string, int> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Step, int> _cutOff = new();
    private readonly ConcurrentQueue<TimeSpan> _recoveries = new();
    private int _rounds;

    /// <summary>Things that were granted twice.</summary>
    public ConcurrentQueue<string> DoubleSpends { get; } = new();

    /// <summary>Grants that a client was told of and that were gone later, or that it should have got and did not.</summary>
    public ConcurrentQueue<string> LostAcknowledgements { get; } = new();

    /// <summary>Tokens that worked after their revocation had been acknowledged.</summary>
    public ConcurrentQueue<string> Revived { get; } = new();

    /// <summary>Answers that were neither an answer of the protocol nor 503 with Retry-After.</summary>
    public ConcurrentQueue<string> Unclean { get; } = new();

    public IReadOnlyCollection<string> Faults => [.. _faults.Keys];

    /// <summary>How many operations a client carried through or raced for.</summary>
    public int Rounds => _rounds;

    public TimeSpan SlowestRecovery => _recoveries.IsEmpty ? TimeSpan.Zero : _recoveries.Max();

    public void Round() => Interlocked.Increment(ref _rounds);

    public void Answered(Step step, Reply reply) => _replies.AddOrUpdate((step, KindOf(reply)), 1, (_, count) => count + 1);

    public void Injected(string fault) => _faults.AddOrUpdate(fault, 1, (_, count) => count + 1);

    /// <summary>A node was killed while so many requests of this kind were under way on it.</summary>
    public void CutOff(Step step, int requests) => _cutOff.AddOrUpdate(step, requests, (_, count) => count + requests);

    public void Recovered(TimeSpan after) => _recoveries.Enqueue(after);

    /// <summary>How many requests of this kind were granted something or shown a page.</summary>
    public int Served(Step step) => _replies.GetValueOrDefault((step, "granted")) + _replies.GetValueOrDefault((step, "page"));

    public int CutOff(Step step) => _cutOff.GetValueOrDefault(step);

    /// <summary>The whole tally, as a table for people.</summary>
    public string Report()
    {
        string[] kinds = ["granted", "page", "refused", "503", "cut"];
        var table = Enum.GetValues<Step>().Select(step => $"{step,-18}{string.Concat(kinds.Select(kind => $"{_replies.GetValueOrDefault((step, kind)),10}"))}");
        var faults = string.Join(", ", _faults.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => $"{fault.Value} x {fault.Key}"));
        var cut = string.Join(", ", _cutOff.OrderBy(step => step.Key).Select(step => $"{step.Value} x {step.Key}"));
        return string.Join('\n', [
            $"{"",-18}{string.Concat(kinds.Select(kind => $"{kind,10}"))}",
            .. table,
            $"operations: {_rounds}, of {_replies.Values.Sum()} requests",
            $"faults injected: {_faults.Values.Sum()} ({faults}); under way on a node as it was killed: {(cut.Length > 0 ? cut : "none")}",
            $"slowest recovery: {SlowestRecovery.TotalSeconds:F1} s",
            $"double spends: {DoubleSpends.Count}, lost acknowledgements: {LostAcknowledgements.Count}, revoked tokens that worked: {Revived.Count}, "
            + $"unclean answers: {Unclean.Count}",
        ]);
    }

    private static string KindOf(Reply reply) => reply switch
    {
        { Status: 0 } => "cut",
        { Status: 503 } => "503",
        { IsPage: true } => "page",
        { IsGranted: true } => "granted",
        _ => "refused",
    };
}
