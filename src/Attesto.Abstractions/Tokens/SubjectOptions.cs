namespace Attesto;

/// <summary>Settings of the subjects that tokens are about.</summary>
public sealed class SubjectOptions
{
    /// <summary>The kinds of principal that tokens are about.</summary>
    public IList<PrincipalKind> PrincipalKinds { get; set; } = [];

    /// <summary>The claim of access tokens that names the principal's kind.</summary>
    public string PrincipalKindClaim { get; set; } = "principal_kind";

    /// <summary>The secret from which pairwise subjects are made (OpenID Connect Core §8.1), at least 32 characters; null offers public subjects only. Keep it
    /// like a signing key, and never change it: people would be strangers to every client that is told pairwise subjects.</summary>
    public string? PairwiseSalt { get; set; }
}
