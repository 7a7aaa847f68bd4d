using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

internal sealed class ClientDelegate(Func<string, CancellationToken, ValueTask<Client?>> find) : IClientStore
{
    public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => find(clientId, cancellationToken);
}

internal sealed class PrincipalDelegate(Func<PrincipalContext, CancellationToken, ValueTask<Principal?>> find) : IPrincipalPolicy
{
    public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken) => find(context, cancellationToken);
}

internal sealed class ScopeDelegate(Func<ScopeContext, CancellationToken, ValueTask<Result<ScopeSet>>> grant) : IScopePolicy
{
    public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) => grant(context, cancellationToken);
}

internal sealed class SignInDelegate(Func<HttpContext, SignInRequest, CancellationToken, ValueTask<SignInOutcome>> signIn) : ISignInPolicy
{
    public ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request, CancellationToken cancellationToken) => signIn(http, request, cancellationToken);
}

internal sealed class ConsentDelegate(Func<HttpContext, ConsentRequest, CancellationToken, ValueTask<ConsentOutcome>> consent) : IConsentPolicy
{
    public ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken) => consent(http, request, cancellationToken);
}

internal sealed class LogoutDelegate(Func<HttpContext, EndSessionRequest, CancellationToken, ValueTask<TerminationOutcome>> terminate) : ILogoutPolicy
{
    public ValueTask<TerminationOutcome> TerminateAsync(HttpContext http, EndSessionRequest request, CancellationToken cancellationToken) =>
        terminate(http, request, cancellationToken);
}

internal sealed class ClaimsDelegate(Func<ClaimsContext, CancellationToken, ValueTask<JsonObject?>> userInfo) : IClaimsPolicy
{
    public ValueTask<JsonObject?> GetUserInfoAsync(ClaimsContext context, CancellationToken cancellationToken) => userInfo(context, cancellationToken);

    public ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsContext context, CancellationToken cancellationToken) => ValueTask.FromResult<JsonObject?>(null);
}

internal sealed class RefreshTokenDelegate(Func<RefreshTokenContext, CancellationToken, ValueTask<bool>> issues) : IRefreshTokenPolicy
{
    public ValueTask<bool> IssuesAsync(RefreshTokenContext context, CancellationToken cancellationToken) => issues(context, cancellationToken);
}

internal sealed class EventDelegate(Func<ServerEvent, CancellationToken, ValueTask> publish) : IEventSink
{
    public ValueTask PublishAsync(ServerEvent serverEvent, CancellationToken cancellationToken) => publish(serverEvent, cancellationToken);
}
