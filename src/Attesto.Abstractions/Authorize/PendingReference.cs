namespace Attesto;

/// <summary>The stored request that an authorization request was loaded from. One code comes of it, whichever tab asks first.</summary>
/// <param name="Secret">The reference as the browser brought it: it opens the remembered answer.</param>
/// <param name="Request">What is stored.</param>
internal sealed record PendingReference(string Secret, PushedRequest Request)
{
    internal TokenHash Hash => Request.Hash;

    /// <summary>True once somebody answered.</summary>
    internal bool IsAnswered => Request.Answer is not null;

    /// <summary>Names the type only: the reference is a secret.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(PendingReference);
}
