using System.Diagnostics.CodeAnalysis;

namespace Attesto.Outbound;

/// <summary>A client is not looked for, because whoever asks has had too many fetched. It is neither known nor unknown.</summary>
/// <param name="error">What to answer.</param>
[SuppressMessage("Design", "RCS1194", Justification = "It says one thing.")]
internal sealed class TooManyDocumentsException(OAuthError error) : Exception("too many client metadata documents")
{
    public OAuthError Error => error;
}
