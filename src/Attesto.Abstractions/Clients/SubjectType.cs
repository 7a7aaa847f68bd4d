namespace Attesto;

/// <summary>Which <c>sub</c> a client is told about a person (OpenID Connect Core §8).</summary>
public enum SubjectType
{
    /// <summary>The same as every other client.</summary>
    Public,

    /// <summary>One that only the clients of its sector share, so that others cannot tell that it is the same person.</summary>
    Pairwise,
}
