namespace Attesto.Issuing;

/// <summary>What a verified <c>id_token_hint</c> says.</summary>
/// <param name="Subject">The <c>sub</c>.</param>
/// <param name="ClientId">The <c>aud</c>: the relying party that it was issued to.</param>
/// <param name="SessionId">The <c>sid</c>, or null.</param>
internal sealed record VerifiedIdToken(string Subject, string ClientId, string? SessionId);
