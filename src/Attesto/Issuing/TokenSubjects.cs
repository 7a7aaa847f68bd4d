using Attesto.Services;

namespace Attesto.Issuing;

/// <summary>Finds back from an access token to the person that it is about, whose own <c>sub</c> a client with pairwise subjects is never told.</summary>
/// <param name="grants">Where the host's own identifier of the person stands.</param>
/// <param name="principals">Turns it into a <c>sub</c>.</param>
internal sealed class TokenSubjects(OnDemand<IGrantStore> grants, IPrincipalPolicy principals)
{
    /// <summary>Finds the public <c>sub</c>.</summary>
    /// <param name="token">A token that is good in itself.</param>
    /// <param name="client">The client that it was issued to; null if it no longer exists.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The <c>sub</c>; null if the person is not known any more.</returns>
    public async ValueTask<string?> FindAsync(VerifiedAccessToken token, Client? client, CancellationToken cancellationToken)
    {
        // A token without a grant is about the client itself.
        if (client is not { SubjectType: SubjectType.Pairwise } || token.GrantId is not { } id)
        {
            return token.Subject;
        }

        if (await grants.Value.FindAsync(id, cancellationToken) is not { Authorization: { } authorization })
        {
            return null;
        }

        var about = new PrincipalContext { Client = client, Subject = authorization.Subject, Scope = token.Scope, Authorization = authorization };
        return (await principals.FindAsync(about, cancellationToken))?.Subject;
    }
}
