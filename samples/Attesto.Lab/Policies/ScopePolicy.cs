namespace Attesto.Lab.Policies;

/// <summary>Grants what is asked, save what a client's <c>deny_scopes_at_token</c> names.</summary>
public sealed class ScopePolicy : IScopePolicy
{
    public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ScopeSet>>(
            context.Client.Tag is LabClient client && client.DenyScopesAtToken.Any(context.Requested.Contains)
                ? new OAuthError(ErrorCodes.InvalidScope, "this client may not have a scope that it asked for")
                : context.Requested);
}
