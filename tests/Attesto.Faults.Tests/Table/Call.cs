namespace Attesto.Faults.Table;

/// <summary>What a call cannot be answered without.</summary>
[Flags]
internal enum Needs
{
    Nothing = 0,

    /// <summary>Reads a table of Attesto.</summary>
    Reading = 1,

    /// <summary>Changes one.</summary>
    Writing = 2,

    /// <summary>The data-protection keys.</summary>
    Ring = 4,

    /// <summary>The web site of the client.</summary>
    Site = 8,

    /// <summary>A policy of the host that reads a table of the host: here that of sessions.</summary>
    Sessions = 16,

    /// <summary>One that changes it.</summary>
    SessionChange = 32,

    /// <summary>Counts guesses: the first of a person in a window is written, and a right one is taken again without.</summary>
    Counting = 64,
}

/// <summary>A row of the table: a request of an endpoint or a page, and everything that is true of its answer wherever nothing is wrong.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Needs">What it needs.</param>
/// <param name="PrepareAsync">Makes the next request, with a code, a token or a form of its own, while nothing is wrong.</param>
/// <param name="IsServed">True for the answer that it is sent for.</param>
internal sealed record Call(string Name, Needs Needs, Func<World, Task<Request>> PrepareAsync, Func<Reply, bool> IsServed)
{
    /// <summary>True if a person reads the answer.</summary>
    public bool IsPage { get; init; }

    /// <summary>The errors that the same request may get once it was served: its code, its proof or its form is spent. Empty if it is served again.</summary>
    public IReadOnlyList<string> Spent { get; init; } = [];

    public bool IsSingleUse => Spent.Count > 0;

    public bool NeedsDatabase => Has(Needs.Reading | Needs.Writing | Needs.Sessions | Needs.SessionChange);

    public bool Writes => Has(Needs.Writing | Needs.SessionChange);

    public bool MayWrite => Has(Needs.Counting);

    /// <summary>True if it needs any of these.</summary>
    public bool Has(Needs any) => (Needs & any) != Needs.Nothing;

    public override string ToString() => Name;
}
