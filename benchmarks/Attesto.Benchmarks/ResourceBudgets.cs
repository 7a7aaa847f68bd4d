using System.Globalization;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Benchmarks;

/// <summary>Bytes allocated and stores called per request to a protected resource, against what we promise. What .NET and Microsoft.IdentityModel
/// allocate for the signatures themselves is measured in the same run and is not ours.</summary>
internal static class ResourceBudgets
{
    private static readonly CryptoProviderFactory Factory = new() { CacheSignatureProviders = false };

    private static readonly Budget[] All =
    [
        new("bearer", 2 * 1024, 0, Signatures: 1, Imports: 0, api => api.BearerRequestAsync()),
        new("DPoP, known key", 5 * 1024, 1, Signatures: 2, Imports: 0, api => api.DpopRequestAsync()),
        new("DPoP, new key", 13 * 512, 1, Signatures: 2, Imports: 1, api => api.FirstDpopRequestAsync()),
    ];

    public static async Task<bool> CheckAsync(TextWriter output)
    {
        var holds = true;
        var (verification, import) = await MeasurePlatformAsync();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"at a resource (an ES256 verification costs .NET {verification} bytes, the import of a key with its provider {import})"));
        await output.WriteLineAsync("request                bytes  library    ours  budget  store calls  allowed");
        foreach (var budget in All)
        {
            using var api = new BenchApi();
            var bytes = await Allocations.MedianAsync(async () => api.Measure(await budget.Request(api)));
            var platform = (budget.Signatures * verification) + (budget.Imports * import);
            var calls = await CountAsync(budget);
            holds &= bytes - platform <= budget.Bytes && calls <= budget.Calls;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{budget.Name,-20} {bytes,7} {platform,8} {bytes - platform,7} {budget.Bytes,7} {calls,12} {budget.Calls,8}"));
        }

        return holds;
    }

    private static async Task<(long Verification, long Import)> MeasurePlatformAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (parameters, input) = (key.ExportParameters(includePrivateParameters: false), new byte[400]);
        var signature = key.SignData(input, HashAlgorithmName.SHA256);
        using var known = ECDsa.Create(parameters);
        return (
            await Allocations.MedianAsync(() => Task.FromResult(Allocations.Of(() => known.VerifyData(
                input.AsSpan(), signature.AsSpan(), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)))),
            await Allocations.MedianAsync(() => Task.FromResult(Allocations.Of(() => Import(parameters)))));
    }

    private static void Import(ECParameters parameters)
    {
        using var key = ECDsa.Create(parameters);
        using var provider = Factory.CreateForVerifying(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256, cacheProvider: false);
    }

    private static async Task<int> CountAsync(Budget budget)
    {
        var count = new CallCount();
        using var api = new BenchApi(services => CallCounter.Wrap<IReplayStore>(services, count));
        api.Measure(await budget.Request(api));
        return count.Value;
    }

    private sealed record Budget(string Name, int Bytes, int Calls, int Signatures, int Imports, Func<BenchApi, Task<OAuthRequest>> Request);
}
