using System.Numerics;
using System.Runtime.InteropServices;

namespace Pathway.EventStore.Proof;

/// <summary>A subtree of a Merkle tree: the leaves under it.</summary>
/// <param name="From">The first, from 0.</param>
/// <param name="To">The one after the last.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LeafRange(long From, long To)
{
    /// <summary>How many leaves.</summary>
    public long Count => To - From;

    /// <summary>The two subtrees under its root. It has two leaves or more.</summary>
    public (LeafRange Left, LeafRange Right) Children()
    {
        var middle = From + (1L << BitOperations.Log2((ulong)(Count - 1)));
        return (new(From, middle), new(middle, To));
    }

    /// <summary>The perfect subtrees that it is made of, from left to right, each smaller than the one before; <see cref="MerkleTree.Root"/> puts them together.</summary>
    public IEnumerable<PerfectSubtree> Peaks()
    {
        for (var from = From; from < To;)
        {
            var level = BitOperations.Log2((ulong)(To - from));
            yield return new(level, from >> level);
            from += 1L << level;
        }
    }
}

/// <summary>A subtree with all its leaves: those from Index · 2^Level on, 2^Level of them.</summary>
/// <param name="Level">Its height; 0 for a leaf.</param>
/// <param name="Index">Its place among those of its level, from 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PerfectSubtree(int Level, long Index);
