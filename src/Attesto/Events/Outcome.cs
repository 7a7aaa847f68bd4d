using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Attesto.Events;

/// <summary>All that one protocol step has to say: an answer, and the events it caused. The transport renders the one and publishes the other.</summary>
/// <typeparam name="T">The type of a successful answer.</typeparam>
/// <param name="Answer">The answer, or the error.</param>
/// <param name="Events">What happened, in order; possibly empty.</param>
internal sealed record Outcome<T>(Result<T> Answer, ImmutableArray<ServerEvent> Events)
    where T : class
{
    /// <summary>A refusal that caused no event.</summary>
    /// <param name="error">The error.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "The conversion is the constructor.")]
    public static implicit operator Outcome<T>(OAuthError error) => new(error, []);
}
