using System.Text.Json;

namespace Attesto;

/// <summary>Who is the person that an identity provider vouches for? Without this policy nobody is.</summary>
public interface IAssertionSubjectPolicy
{
    /// <summary>Finds the person.</summary>
    /// <param name="context">What the assertion says; it is verified.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The host's own identifier of the subject, or null to refuse.</returns>
    ValueTask<string?> FindSubjectAsync(AssertionSubjectContext context, CancellationToken cancellationToken);
}

/// <summary>What an <see cref="IAssertionSubjectPolicy"/> is asked about.</summary>
public sealed class AssertionSubjectContext
{
    /// <summary>The <c>iss</c>: a trusted identity provider.</summary>
    public required string Issuer { get; init; }

    /// <summary>The <c>sub</c>, as that provider names the person.</summary>
    public required string Subject { get; init; }

    /// <summary>The client that presents the assertion.</summary>
    public required Client Client { get; init; }

    /// <summary>The whole payload.</summary>
    public required JsonElement Claims { get; init; }
}
