using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>The inherited columns hold what was granted, once somebody approved.</summary>
internal sealed class DeviceCodeRow : AuthorizationColumns
{
    public TokenHash Hash { get; set; }

    public TokenHash UserCodeHash { get; set; }

    public string RequestedScope { get; set; } = "";

    public string RequestedResources { get; set; } = "[]";

    [MaxLength(Lengths.Identifier)]
    public string? DpopJkt { get; set; }

    public DateTime RequestedAt { get; set; }

    public string? RequestedFrom { get; set; }

    public DateTime ExpiresAt { get; set; }

    /// <summary>When the row may be swept.</summary>
    public DateTime KeepUntil { get; set; }

    public DateTime? PolledAt { get; set; }

    public DateTime? ApprovedAt { get; set; }

    public DateTime? DeniedAt { get; set; }

    public DateTime? RedeemedAt { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<DeviceCodeRow>(tables.Of("device_codes"), row => row.Hash);
        row.AddIndex(row => row.UserCodeHash).IsUnique();
        row.AddIndex(row => row.Subject);
        row.AddIndex(row => row.ClientKey);
        row.AddIndex(row => row.SessionKey);
        row.AddIndex(row => row.KeepUntil);
    }

    public static DeviceCodeRow From(DeviceCode code) => new()
    {
        Hash = code.Hash,
        UserCodeHash = code.UserCode,
        ClientId = code.ClientId,
        ClientKey = LookupKey.Of(code.ClientId),
        RequestedScope = code.Scope.ToString(),
        RequestedResources = ToJson(code.Resources),
        DpopJkt = code.DpopJkt,
        RequestedAt = code.RequestedAt.UtcDateTime,
        RequestedFrom = code.RequestedFrom,
        ExpiresAt = code.ExpiresAt.UtcDateTime,
        KeepUntil = code.KeepUntil.UtcDateTime,
    };

    /// <summary>The columns that an approval sets.</summary>
    public static DeviceCodeRow From(Authorization authorization)
    {
        var row = new DeviceCodeRow();
        row.Set(authorization);
        return row;
    }

    public StoredDeviceCode ToStoredCode() => new(ToCode(), State, ApprovedAt is null ? null : ToAuthorization()) { PolledAt = ToInstant(PolledAt) };

    private DeviceCodeState State =>
        RedeemedAt is not null ? DeviceCodeState.Redeemed :
        DeniedAt is not null ? DeviceCodeState.Denied :
        ApprovedAt is not null ? DeviceCodeState.Approved :
        DeviceCodeState.Pending;

    private DeviceCode ToCode() => new()
    {
        Hash = Hash,
        UserCode = UserCodeHash,
        ClientId = ClientId,
        Scope = ToScope(RequestedScope),
        Resources = FromJson(RequestedResources),
        DpopJkt = DpopJkt,
        RequestedAt = new DateTimeOffset(RequestedAt),
        RequestedFrom = RequestedFrom,
        ExpiresAt = new DateTimeOffset(ExpiresAt),
    };
}
