using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Attesto.Clients.Tests;

internal sealed class MachineTokens(IHttpClientFactory clients, IConfiguration configuration, TimeProvider clock) : DelegatingHandler
{
    private readonly SemaphoreSlim _one = new(1);
    private (string Value, DateTimeOffset Until) _token;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await GetAsync(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }

    private async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken); // many calls at once ask for one token
        try
        {
            if (clock.GetUtcNow() >= _token.Until)
            {
                using var response = await clients.CreateClient("tokens").PostAsync("https://auth.example/oauth/token", new FormUrlEncodedContent(
                [
                    new("grant_type", "client_credentials"), new("scope", "reports.read"),
                    new("client_id", "worker"), new("client_secret", configuration["Oidc:ClientSecret"]),
                ]), cancellationToken);
                response.EnsureSuccessStatusCode();
                var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
                _token = ((string)answer["access_token"]!, clock.GetUtcNow().AddSeconds((int)answer["expires_in"]! - 60));
            }

            return _token.Value;
        }
        finally
        {
            _one.Release();
        }
    }
}
