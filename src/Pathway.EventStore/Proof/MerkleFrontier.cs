namespace Pathway.EventStore.Proof;

/// <summary>The right edge of a growing Merkle tree: all that is needed to add leaves and to tell the root, however many leaves there are.</summary>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> peaks;

    /// <summary>The empty tree.</summary>
    public MerkleFrontier()
        : this(0, [])
    {
    }

    /// <summary>A tree that there is.</summary>
    /// <param name="size">Its leaves.</param>
    /// <param name="peaks">The hashes of its peaks, as <see cref="LeafRange.Peaks"/> names them.</param>
    public MerkleFrontier(long size, IEnumerable<byte[]> peaks) => (Size, this.peaks) = (size, [.. peaks]);

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a leaf.</summary>
    /// <param name="leafHash">Its hash.</param>
    /// <param name="completed">Is told of every perfect subtree that the leaf completes, the leaf itself left out; null for nobody.</param>
    public void Add(byte[] leafHash, Action<PerfectSubtree, byte[]>? completed = null)
    {
        var hash = leafHash;
        var index = Size;
        for (var level = 1; (index & 1) == 1; level++)
        {
            hash = MerkleTree.NodeHash(peaks[^1], hash);
            peaks.RemoveAt(peaks.Count - 1);
            index >>= 1;
            completed?.Invoke(new(level, index), hash);
        }

        peaks.Add(hash);
        Size++;
    }

    /// <summary>The root of the tree as it is now.</summary>
    public byte[] Root() => MerkleTree.Root(peaks);
}
