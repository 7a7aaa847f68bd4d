using System.Text.Json;

namespace Attesto;

/// <summary>Who is the person that an identity provider vouches for? Without this policy nobody is.</summary>
public interface IAssertionSubjectPolicy
{
    /// <summary>Finds the person.</summary>
    /// <param name="request">What the assertion says; it is verified.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The host's own identifier of the subject, or null to refuse.</returns>
    ValueTask<string?> FindSubjectAsync(AssertionSubjectRequest request, CancellationToken cancellationToken);
}

/// <summary>A question to <see cref="IAssertionSubjectPolicy"/>.</summary>
/// <param name="Issuer">The <c>iss</c>: a trusted identity provider.</param>
/// <param name="Subject">The <c>sub</c>, as that provider names the person.</param>
/// <param name="Client">The client that presents the assertion.</param>
/// <param name="Claims">The whole payload.</param>
public sealed record AssertionSubjectRequest(string Issuer, string Subject, Client Client, JsonElement Claims);
